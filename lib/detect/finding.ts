/** What is wrong, and what says so: the result of a detector. */
import type { Certainty, Evidence } from '../lease/handover.ts';

/** One a detector, as `docs/findings/` explains them and a rules file names them. */
export const RULES = [
  'expired-but-held',
  'vacant',
  'flapping',
  'early-takeover',
  'dual-leadership',
  'clock-skew',
  'clock-step',
  'headroom-low',
  'slow-renewals',
  'node-heartbeat-late',
  'apiserver-silent',
  'duration-changed',
  'duration-invalid',
  'holder-gone',
  'former-holder-running',
  'legacy-lock',
  'abandoned',
  'tenure',
  'no-standby',
] as const;
export type Rule = (typeof RULES)[number];

/** From worst to best. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What it is about; null for what does not say. */
export type Subject = {
  namespace: string | null;
  name: string | null;
  node: string | null;
  holder: string | null;
};

/** What to look at next; `command` only reads. */
export type NextStep = { text: string; command: string | null };

export type Finding = {
  rule: Rule;
  /**
   * Names the same trouble as long as it lasts: what it is about, and for what happened once, which time it was.
   * Never how bad it is.
   */
  key: string;
  severity: Severity;
  certainty: Certainty;
  subject: Subject;
  /** When it began to be true, epoch ms; not when it was found. */
  since: number;
  /** Of what happened once: until when it matters, epoch ms. Null: for as long as it is found. */
  until: number | null;
  /** One line without numbers that move. */
  title: string;
  /** One or two sentences with the numbers. */
  summary: string;
  evidence: Evidence;
  next: readonly NextStep[];
  /**
   * Where Pods of other namespaces than its Lease's have a part in it: of which, and what is told, null for nothing, to
   * whoever does not see all of these.
   */
  elsewhere?: { namespaces: readonly string[]; without: Finding | null };
};
