/** What is judged and how, as data: the thresholds, and by rule whether it is judged at all, and how bad it may be. */
import type { TrackedLease } from '../lease/tracked.ts';
import { type ClusterThresholds, DEFAULT_CLUSTER_THRESHOLDS } from './cluster-thresholds.ts';
import { type Finding, RULES, type Rule, SEVERITIES, type Severity } from './finding.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

export type RuleLimits = { thresholds: Thresholds; cluster: ClusterThresholds };
/** `atMost`: never told as worse than that; null: as bad as it is. */
export type RuleSwitch = { enabled: boolean; atMost: Severity | null };
export type DetectSettings = RuleLimits & { rules: Readonly<Record<Rule, RuleSwitch>> };

/** What holds for everything, and what for one Lease, where somebody wants it otherwise. */
export type Settings<T extends DetectSettings = DetectSettings> = {
  all: T;
  of: (lease: TrackedLease) => T;
};

const ON: RuleSwitch = { enabled: true, atMost: null };

export const DEFAULT_DETECT_SETTINGS: DetectSettings = {
  thresholds: DEFAULT_THRESHOLDS,
  cluster: DEFAULT_CLUSTER_THRESHOLDS,
  // One entry for each rule.
  rules: Object.fromEntries(RULES.map((rule) => [rule, ON])) as Record<Rule, RuleSwitch>,
};

export function sameForAll<T extends DetectSettings>(all: T): Settings<T> {
  return { all, of: () => all };
}

/** A finding as it is told; null where nothing was found, or its rule is off. */
export function asTold(finding: Finding | null, { rules }: Pick<DetectSettings, 'rules'>): Finding | null {
  if (finding === null) return null;
  const { enabled, atMost } = rules[finding.rule];
  if (!enabled) return null;
  const isWorse = atMost !== null && SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(atMost);
  const told = isWorse ? { ...finding, severity: atMost } : finding;
  const { elsewhere } = told;
  if (elsewhere === undefined) return told;
  return { ...told, elsewhere: { ...elsewhere, without: asTold(elsewhere.without, { rules }) } };
}
