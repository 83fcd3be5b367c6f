/** Rules as a table: in which order, and their limits and values in words. */

import { type Rule, SEVERITIES, type Severity } from '../detect/finding.ts';
import type { LimitUnit } from '../detect/rule-limits.ts';
import type { AlertView } from './alert.ts';
import { formatEvidenceMs } from './alert-evidence.ts';
import { countOf, formatCount, formatDurationInWords, formatLimit, type TimeZone } from './format.ts';
import { formatMoment } from './moment.ts';
import type { RulesFile, RuleView, RuleWorst } from './rules.ts';

export type RuleLine = RuleView & {
  /** Of the worst of its alerts that fires and was read; null where none was. */
  severity: Severity | null;
};

/** What fires first, worst first; the rest stays where it stands, for a list that is being read does not move. */
export function ruleLines(items: readonly RuleView[], alerts: readonly AlertView[]): RuleLine[] {
  const lines = items.map((one): RuleLine => {
    const own = alerts.filter(({ rule, state }) => rule === one.rule && state === 'firing');
    return {
      ...one,
      severity: SEVERITIES.find((severity) => own.some((alert) => alert.severity === severity)) ?? null,
    };
  });
  const rank = ({ firing, severity }: RuleLine): number =>
    firing === 0
      ? SEVERITIES.length + 1
      : severity === null
        ? SEVERITIES.length
        : SEVERITIES.indexOf(severity);
  return lines.sort((a, b) => rank(a) - rank(b));
}

/** "7", "28 %", "1 min 27 s": a value in the limit's unit. */
export function valueWords(value: number, unit: LimitUnit): string {
  if (!Number.isFinite(value)) return 'not known';
  if (unit === 'ms') return value < 999.5 ? formatEvidenceMs(value) : formatDurationInWords(value);
  if (unit === 'share') return `${Number((value * 100).toFixed(value < 0.0995 ? 1 : 0))} %`;
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toFixed(1)));
}

/** What a value of a clock's rules is: bounds tell only what a clock differs by at least. */
const LEAST: Partial<Record<Rule, string>> = {
  'clock-skew': 'none off for certain',
  'clock-step': 'no step seen',
};

/** The worst of a rule: "7", "28 %"; of clocks "at least 1.2 s", or that nothing of the kind is proved. */
export function worstWords({ rule, worst }: Pick<RuleView, 'rule'> & { worst: RuleWorst }): string {
  const none = LEAST[rule];
  if (none === undefined) return `${valueWords(worst.value, worst.unit)}${usedWords(rule)}`;
  // Clocks are told apart by hundredths; and no bound is rounded above what is proved by more than that.
  return worst.value <= 0 ? none : `at least ${formatEvidenceMs(worst.value)}`;
}

/** The post of a rule: "40 s", "76 % used". */
export function postWords({ rule, worst }: Pick<RuleView, 'rule'> & { worst: RuleWorst }): string {
  return `${limitWords(worst.limit, worst.unit)}${usedWords(rule)}`;
}

/** Headroom is what is left; what is measured and limited is how much of the duration was used. */
function usedWords(rule: Rule): string {
  return rule === 'headroom-low' ? ' used' : '';
}

/** A limit without digits that say nothing: "40 s", "20 %", "3". */
export function limitWords(value: number, unit: LimitUnit): string {
  const round = unit === 'ms' && value >= 1_000 && (value < 60_000 || value % 60_000 === 0);
  return round ? formatLimit(value) : valueWords(value, unit);
}

/** Found: past its limit; what is counted already at it. */
export function isOver({ value, limit, unit }: RuleWorst): boolean {
  return unit === 'count' ? value >= limit : value > limit;
}

/** How the bar is drawn: as bad as what fires; grey for what does not. */
export function barState({ firing, severity, worst }: RuleLine): 'held' | 'late' | 'expired' {
  if (worst === null || firing === 0 || severity === 'info') return 'held';
  return severity === 'critical' ? 'expired' : 'late';
}

/** "3 firing", "quiet", "off" */
export function ruleStateWords({ enabled, firing }: RuleView): string {
  if (!enabled) return 'off';
  return firing === 0 ? 'quiet' : `${formatCount(firing)} firing`;
}

/** "fires at once, over after 5 min", "fires after 30 s, over after 1 min, never worse than warning" */
export function timesWords({ holdMs, clearMs, atMost }: RuleView): string {
  const fires = holdMs === 0 ? 'fires as soon as it is found' : `fires when found for ${formatLimit(holdMs)}`;
  const over = clearMs === 0 ? 'over as soon as it is not' : `over when gone for ${formatLimit(clearMs)}`;
  return `${fires}, ${over}${atMost === null ? '' : `, never worse than ${atMost}`}`;
}

/** Where the limits come from. */
export function fileWords(file: RulesFile | null, now: number, zone: TimeZone): string {
  if (file === null) return 'the defaults; no rules file is set';
  if (file.loadedAt === null) return `the defaults; nothing of ${file.path} is in force`;
  const others = file.overrides === 0 ? '' : `, ${countOf(file.overrides, 'override')} for single Leases`;
  return `from ${file.path}, read ${formatMoment(file.loadedAt, now, zone)}${others}`;
}

/** Above the mistakes of a file that is refused. */
export function refusedWords({ loadedAt, error }: RulesFile, now: number, zone: TimeZone): string {
  const since = error === null ? '' : ` since ${formatMoment(error.since, now, zone)}`;
  const instead = loadedAt === null ? 'the defaults are' : 'what it said before is';
  return `What the file says${since} is not in force; ${instead}.`;
}
