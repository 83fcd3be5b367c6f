/** An alert as the API and the pages show it. Exact names: `docs/api.md` ("Alert"). Epoch ms. */
import type { Alert, AlertState } from '../alert/alert.ts';
import type { NextStep, Rule, Severity, Subject } from '../detect/finding.ts';
import type { Certainty, Evidence } from '../lease/handover.ts';

export type AlertView = {
  id: string;
  rule: Rule;
  severity: Severity;
  certainty: Certainty;
  state: AlertState;
  /** One line without numbers that move. */
  title: string;
  /** One or two sentences with the numbers. */
  summary: string;
  subject: Subject;
  /** When it began to be true; not when it was found. */
  since: number;
  /** Of what happened once: until when it matters. */
  until: number | null;
  firedAt: number | null;
  /** Since when it is looked for and not found any more: it is resolved when that stays so. Null while it is found. */
  missingSince: number | null;
  resolvedAt: number | null;
  /** The values it was judged by; times epoch ms, durations ms. */
  evidence: Evidence;
  /** The alert whose consequence it is; null for a root. */
  rootId: string | null;
  /** How many alerts that fire are its consequences. */
  consequences: number;
  silencedBy: string | null;
  next: NextStep[];
};

export type AlertsAnswer = { asOf: number; items: AlertView[]; nextCursor: string | null };

/** Roots that fire and are not silenced, by severity. */
export type AlertCounts = Record<Severity, number>;

/**
 * `event: alert` of the stream: what began to fire, got worse or better, is not found any
 * more or again, was resolved, silenced or put under a root.
 * A storm is not streamed: at most 20 at once, roots first; `more` is how many others changed, for whoever shows
 * them to ask for the list again. What is only pending is not told.
 */
export type AlertMessage = { alerts: AlertView[]; more: number; counts: AlertCounts; now: number };

/** `consequences`: see `AlertView`. */
export function alertView(alert: Alert, consequences: number): AlertView {
  const { finding } = alert;
  return {
    id: alert.id,
    rule: finding.rule,
    severity: finding.severity,
    certainty: finding.certainty,
    state: alert.state,
    title: finding.title,
    summary: finding.summary,
    subject: finding.subject,
    since: Math.round(finding.since),
    until: rounded(finding.until),
    firedAt: rounded(alert.firedAt),
    missingSince: rounded(alert.missingSince),
    resolvedAt: rounded(alert.resolvedAt),
    evidence: finding.evidence,
    rootId: alert.rootId,
    consequences,
    silencedBy: alert.silencedBy,
    next: [...finding.next],
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
