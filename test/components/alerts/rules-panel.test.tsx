import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RulesPanel } from '../../../components/alerts/rules-panel.tsx';
import type { RulesAnswer } from '../../../lib/view/rules.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';
import { ruleOf } from '../../view/rule-builders.ts';

const answer: RulesAnswer = {
  asOf: NOW,
  file: null,
  items: [
    ruleOf({ rule: 'vacant', worst: null, enabled: false }),
    ruleOf({ rule: 'clock-step', worst: null }),
    ruleOf({ firing: 1 }),
  ],
};

function draw(over: Partial<Parameters<typeof RulesPanel>[0]> = {}): string {
  return renderToStaticMarkup(
    <RulesPanel
      rules={answer}
      problem={null}
      alerts={[alertOf({ rule: 'flapping' })]}
      now={NOW}
      open={null}
      toggle={() => undefined}
      {...over}
    />,
  );
}

describe('the rules', () => {
  it('stand with the worst value against the post, where it is, and what fires', () => {
    const html = draw();
    for (const part of [
      'class="post"',
      'href="/leases/payments/ledger"',
      '1 firing',
      'quiet',
      'not looked for',
    ])
      expect(html).toContain(part);
    expect(html.indexOf('Flapping')).toBeLessThan(html.indexOf('Vacant'));
    expect(html).toContain('nothing to measure');
  });
  it('open to what they mean, their limits, and what these were by default', () => {
    const html = draw({ open: 'flapping' });
    for (const part of [
      'aria-expanded="true"',
      'What usually causes it',
      '<b>9</b> handovers of any kind in the window',
      '; by default 6',
    ])
      expect(html).toContain(part);
    expect(html.match(/by default/g)).toHaveLength(1);
  });
  it('say above all what is wrong with their file, each mistake by itself', () => {
    const file = {
      path: '/etc/tenure/rules.yaml',
      loadedAt: null,
      overrides: 0,
      error: { since: NOW, mistakes: ['line 3: a <wrong> one', 'line 9: another'] },
    };
    const html = draw({ rules: { ...answer, file } });
    expect(html).toContain('role="alert"');
    expect(html).toContain('line 3: a &lt;wrong&gt; one');
    expect(html.indexOf('line 9')).toBeLessThan(html.indexOf('<table'));
  });
  it('say that they are read, or why they cannot be', () => {
    expect(draw({ rules: null })).toContain('Reading…');
    expect(draw({ rules: null, problem: 'HTTP 503' })).toContain('Could not be read: HTTP 503');
  });
});
