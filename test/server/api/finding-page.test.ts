import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../../lib/detect/finding.ts';
import { readFinding } from '../../../lib/server/api/finding-page.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test.each(RULES)('%s is explained', async (rule) => {
  const found = await readFinding(rule, root);
  expect(found?.rule).toBe(rule);
  expect(found?.blocks.length).toBeGreaterThan(4);
});

test.each(['', 'nothing', '../../package', '__proto__', 'tenure.md'])('“%s” is no rule', async (name) => {
  expect(await readFinding(name, root)).toBeNull();
});
