/** The rules as `GET /api/v1/rules` answers them. Exact names: `docs/api.md` ("Rules"). */
import type { Rule, Severity, Subject } from '../detect/finding.ts';
import type { LimitUnit } from '../detect/rule-limits.ts';

/** `name` is that of the rules file; `says` the middle of a sentence. A share is a part of 1. */
export type RuleLimit = { name: string; value: number; unit: LimitUnit; default: number; says: string };

/** The worst there is now: the nearest to its limit, or the farthest past it. `limit` is that of its subject. */
export type RuleWorst = { value: number; limit: number; unit: LimitUnit; subject: Subject };

export type RuleView = {
  rule: Rule;
  enabled: boolean;
  /** Never told as worse than that; null: as bad as it is. */
  atMost: Severity | null;
  /** For how long it has to be found before it fires, and to be gone before it is over. */
  holdMs: number;
  clearMs: number;
  limits: RuleLimit[];
  /** Null where the rule is off, has no measure, or nothing is there to be measured. */
  worst: RuleWorst | null;
  /** How many alerts of it fire, consequences and silenced ones among them. */
  firing: number;
};

export type RulesFile = {
  path: string;
  /** When what is in force was read from it, epoch ms; null while the defaults are. */
  loadedAt: number | null;
  /** Why what it says now is not in force, each mistake a sentence with its line; null when it is. */
  error: { since: number; mistakes: string[] } | null;
  /** How many overrides for single Leases are in force. */
  overrides: number;
};

export type RulesAnswer = {
  asOf: number;
  /** Null without TENURE_RULES_FILE. */
  file: RulesFile | null;
  items: RuleView[];
};
