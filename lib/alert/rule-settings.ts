/** How each rule is judged and told: what a rules file may set, and what holds without one. */
import { RULES, type Rule } from '../detect/finding.ts';
import {
  DEFAULT_DETECT_SETTINGS,
  type DetectSettings,
  type RuleLimits,
  type RuleSwitch,
} from '../detect/rule-settings.ts';
import { type AlertTimes, DEFAULT_TIMES } from './alert-times.ts';

export type RuleSetting = RuleSwitch & AlertTimes;
export type RuleSettings = RuleLimits & { rules: Readonly<Record<Rule, RuleSetting>> };

export const DEFAULT_RULE_SETTINGS: RuleSettings = withTimes(DEFAULT_DETECT_SETTINGS);

function withTimes({ thresholds, cluster, rules }: DetectSettings): RuleSettings {
  const all = RULES.map((rule) => [rule, { ...rules[rule], ...DEFAULT_TIMES[rule] }]);
  // One entry for each rule.
  return { thresholds, cluster, rules: Object.fromEntries(all) as Record<Rule, RuleSetting> };
}
