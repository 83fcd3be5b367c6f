/** `GET /api/v1/rules`: how each rule is set, and how near the cluster is to it. Looks at every Lease when asked. */
import type { Alert } from '../../alert/alert.ts';
import type { RuleSettings } from '../../alert/rule-settings.ts';
import { RULES, type Rule } from '../../detect/finding.ts';
import { limitsOf, limitValue } from '../../detect/rule-limits.ts';
import { createWorstMeasures, type WorstMeasure } from '../../detect/worst-measures.ts';
import type { RulesAnswer, RuleView } from '../../view/rules.ts';
import { sharedAnswer } from '../api/shared-answer.ts';
import type { Seen } from '../seen/seen-runtime.ts';

/** Leases looked at in one turn, some ms. */
const LEASES_A_TURN = 1000;
/** However many look at the rules, every Lease is looked at once in so long. */
const FRESH_MS = 2000;

type Asked = Pick<Seen, 'leases' | 'now' | 'timers' | 'turns'> & {
  alerts: Pick<Seen['alerts'], 'all' | 'look'>;
  rulesFile: Seen['rulesFile'];
};

export const listRules = sharedAnswer(FRESH_MS, measureRules, {
  keyOf: ({ alerts }) => alerts,
  timers: ({ timers }) => timers,
});

async function measureRules(runtime: Asked): Promise<RulesAnswer> {
  await runtime.turns.take();
  const asOf = runtime.now();
  const { sight, sightOf, settings } = runtime.alerts.look(asOf);
  const worst = createWorstMeasures(sight, settings.all);
  let looked = 0;
  for (const lease of runtime.leases()) {
    if (++looked % LEASES_A_TURN === 0) await runtime.turns.take();
    worst.take(lease, sightOf(lease), settings.of(lease));
  }
  const firing = countFiring(runtime.alerts.all());
  return {
    asOf,
    file: runtime.rulesFile(),
    items: RULES.map((rule) => ({
      ...ruleAsSet(rule, settings.all),
      worst: shown(worst.of(rule)),
      firing: firing.get(rule) ?? 0,
    })),
  };
}

export function ruleAsSet(rule: Rule, settings: RuleSettings): Omit<RuleView, 'worst' | 'firing'> {
  const { enabled, atMost, holdMs, clearMs } = settings.rules[rule];
  return {
    ...{ rule, enabled, atMost, holdMs, clearMs },
    limits: limitsOf(rule).map((limit) => ({
      ...{ name: limit.name, value: limitValue(limit, settings), unit: limit.unit },
      ...{ default: limit.default, says: limit.says },
    })),
  };
}

function shown(worst: WorstMeasure | null): RuleView['worst'] {
  if (worst === null) return null;
  const { value, limit, unit, subject } = worst;
  return { value: unit === 'share' ? thousandths(value) : value, limit, unit, subject };
}

function thousandths(share: number): number {
  return Math.round(share * 1000) / 1000;
}

function countFiring(alerts: Iterable<Alert>): Map<Rule, number> {
  const firing = new Map<Rule, number>();
  for (const { state, finding } of alerts)
    if (state === 'firing') firing.set(finding.rule, (firing.get(finding.rule) ?? 0) + 1);
  return firing;
}
