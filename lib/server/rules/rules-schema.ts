/** The rules file as a zod schema, made from the table of limits: what it may hold, and what each mistake is called. */
import { z } from 'zod';
import type { RuleSetting, RuleSettings } from '../../alert/rule-settings.ts';
import { RULES, type Rule } from '../../detect/finding.ts';
import { type Limit, limitsOf, limitValue, ORDERED, withLimits } from '../../detect/rule-limits.ts';
import { LEASE_CLASSES } from '../../lease/record.ts';
import { durationField, limitField, limitText, severityField, shown, switchField } from './rules-values.ts';

/** Held back for longer, nobody would be told in time; kept for longer, nobody would believe that it is over. */
const MOST_HOLD_MS = 3_600_000;
const MOST_CLEAR_MS = 86_400_000;
const MOST_OVERRIDES = 100;
const LONGEST_PATTERN = 300;

/** Not about one Lease: nothing of them can be otherwise for some. */
const OF_MANY: readonly Rule[] = ['slow-renewals', 'tenure', 'legacy-lock'];
export const OVERRIDABLE: readonly Rule[] = RULES.filter((rule) => !OF_MANY.includes(rule));

const GENERAL = {
  enabled: switchField,
  'at-most': severityField,
  hold: durationField(0, MOST_HOLD_MS, '30s'),
  clear: durationField(0, MOST_CLEAR_MS, '5m'),
};
export const GENERAL_KEYS = Object.keys(GENERAL);

function ruleSchema(rule: Rule) {
  const limits = Object.fromEntries(limitsOf(rule).map((limit) => [limit.name, limitField(limit)]));
  return z
    .strictObject({ ...limits, ...GENERAL })
    .nullish()
    .transform((given) => given ?? {});
}

function rulesSchema(rules: readonly Rule[]) {
  return z.strictObject(Object.fromEntries(rules.map((rule) => [rule, ruleSchema(rule)]))).nullish();
}

const pattern = z
  .string({ error: 'is not a text; give a name, in which * stands for any part' })
  .min(1, 'is empty; give a name, in which * stands for any part')
  .max(LONGEST_PATTERN, `is longer than ${LONGEST_PATTERN} characters`)
  .optional();

const match = z
  .strictObject(
    {
      class: z
        .enum(LEASE_CLASSES, {
          error: ({ input }) => `${shown(input)} is not a class; give one of ${LEASE_CLASSES.join(', ')}`,
        })
        .optional(),
      namespace: pattern,
      name: pattern,
    },
    { error: 'is missing; give at least one of class, namespace and name' },
  )
  .refine((given) => Object.values(given).some((one) => one !== undefined), {
    error: 'matches everything; give at least one of class, namespace and name, or set it under rules',
  });

export const RulesFileSchema = z.strictObject({
  rules: rulesSchema(RULES),
  overrides: z
    .array(z.strictObject({ match, rules: rulesSchema(OVERRIDABLE) }))
    .max(MOST_OVERRIDES, `are more than ${MOST_OVERRIDES}`)
    .nullish(),
});
export type GivenRules = NonNullable<z.output<ReturnType<typeof rulesSchema>>>;

/** `settings`, and what is given instead of it. */
export function withRules(settings: RuleSettings, given: GivenRules | null | undefined): RuleSettings {
  const rules: Record<Rule, RuleSetting> = { ...settings.rules };
  const values = new Map<Limit, number>();
  for (const rule of RULES) {
    const one = given?.[rule];
    if (one === undefined) continue;
    const before = settings.rules[rule];
    rules[rule] = {
      enabled: one.enabled ?? before.enabled,
      atMost: one['at-most'] ?? before.atMost,
      holdMs: one.hold ?? before.holdMs,
      clearMs: one.clear ?? before.clearMs,
    };
    for (const limit of limitsOf(rule)) {
      const value: unknown = Reflect.get(one, limit.name);
      if (typeof value === 'number') values.set(limit, value);
    }
  }
  return { ...withLimits(settings, values), rules };
}

/** What contradicts itself: a warning above what is critical would never be told. */
export function contradictions(settings: RuleSettings): { rule: Rule; name: string; message: string }[] {
  return ORDERED.flatMap(({ rule, lesser, greater }) => {
    const limits = limitsOf(rule);
    const low = limits.find(({ name }) => name === lesser);
    const high = limits.find(({ name }) => name === greater);
    if (low === undefined || high === undefined) return [];
    const [less, more] = [limitValue(low, settings), limitValue(high, settings)];
    if (less <= more) return [];
    const message = `${limitText(low, less)} is more than ${greater} (${limitText(high, more)}); make it the same or less`;
    return [{ rule, name: lesser, message }];
  });
}
