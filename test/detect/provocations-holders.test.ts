import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../lib/detect/finding.ts';
import { PROVOCATIONS } from './provocations.ts';
import { itFinds } from './provoked-rules.ts';
import { COMPANY } from './provoking.ts';

describe('provoked by holders, their Pods and their clocks', () => {
  it('every rule is provoked', () => {
    expect(new Set(PROVOCATIONS.map(({ rule }) => rule))).toEqual(new Set(RULES));
  });
  it('what may fire with a rule stands on its page', () => {
    for (const [rule, company] of Object.entries(COMPANY)) {
      const page = readFileSync(`docs/findings/${rule}.md`, 'utf8');
      const [, after = ''] = page.split('## What fires with it\n');
      for (const { rule: other } of company) expect(after.split('\n## ')[0], rule).toContain(`_${other}_`);
    }
  });
  itFinds([
    'duration-invalid',
    'holder-gone',
    'former-holder-running',
    'no-standby',
    'abandoned',
    'clock-skew',
  ]);
});
