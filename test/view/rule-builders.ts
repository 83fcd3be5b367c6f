/** A rule as the API answers it, for tests; every field can be given. */
import type { RuleView } from '../../lib/view/rules.ts';

export function ruleOf(over: Partial<RuleView> = {}): RuleView {
  return {
    rule: 'flapping',
    enabled: true,
    atMost: null,
    holdMs: 0,
    clearMs: 300_000,
    limits: [
      {
        name: 'window',
        value: 600_000,
        unit: 'ms',
        default: 600_000,
        says: 'in which handovers are counted',
      },
      { name: 'critical', value: 9, unit: 'count', default: 6, says: 'handovers of any kind in the window' },
    ],
    worst: {
      value: 7,
      limit: 9,
      unit: 'count',
      subject: { namespace: 'payments', name: 'ledger', node: null, holder: 'ledger-0' },
    },
    firing: 0,
    ...over,
  };
}
