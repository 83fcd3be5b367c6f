/** Findings and alerts as detectors and the book make them. */
import type { Alert } from '../../lib/alert/alert.ts';
import { fingerprintOf } from '../../lib/alert/alert.ts';
import { createAlertBook } from '../../lib/alert/alert-book.ts';
import type { Finding, Rule, Subject } from '../../lib/detect/finding.ts';

export const T0 = Date.UTC(2026, 5, 1, 3, 0, 0);

const NOBODY: Subject = { namespace: null, name: null, node: null, holder: null };

export function finding(
  over: Omit<Partial<Finding>, 'subject'> & { subject?: Partial<Subject> } = {},
): Finding {
  const rule = over.rule ?? 'expired-but-held';
  const subject: Subject = { ...NOBODY, ...(over.subject ?? { namespace: 'apps', name: 'lock' }) };
  return {
    rule,
    key: `${subject.namespace}/${subject.name}`,
    severity: 'critical',
    certainty: 'certain',
    since: T0,
    until: null,
    title: `${rule} of ${subject.name}`,
    summary: 'It is so.',
    evidence: { at: T0 },
    next: [{ text: 'Look', command: 'kubectl get leases -A' }],
    ...over,
    subject,
  };
}

/** About the Lease of this name in `apps`. */
export function about(name: string, rule: Rule, over: Partial<Finding> = {}): Finding {
  return finding({ rule, ...over, subject: { namespace: 'apps', name } });
}

/** About the whole cluster. */
export function everywhere(rule: Rule, over: Partial<Finding> = {}): Finding {
  return finding({ rule, key: 'all', ...over, subject: {} });
}

export function firing(over: Finding, rest: Partial<Alert> = {}): Alert {
  const fingerprint = fingerprintOf(over);
  return {
    id: `${fingerprint}@${T0}`,
    fingerprint,
    state: 'firing',
    finding: over,
    beganAt: T0,
    seenAt: T0,
    severityAt: T0,
    missingSince: null,
    firedAt: T0,
    resolvedAt: null,
    rootId: null,
    silencedBy: null,
    ...rest,
  };
}

/** A book whose times are the same for all rules, over a feed that can be lost, and with evidence that can. */
export function bookOf({ holdMs = 0, clearMs = 0, rememberMs = 3_600_000 } = {}) {
  let isSettled = true;
  let isDecided = true;
  const make = () =>
    createAlertBook({
      timesOf: () => ({ holdMs, clearMs }),
      rememberMs,
      settled: ({ rule }) => isSettled || rule === 'tenure',
      isDecided: () => isDecided,
    });
  const book = make();
  return {
    book,
    make,
    feedIs(settled: boolean) {
      isSettled = settled;
    },
    evidenceIs(enough: boolean) {
      isDecided = enough;
    },
    /** What changed `ms` after T0, as `rule state`. */
    at: (ms: number, ...findings: Finding[]) =>
      book
        .found(findings, T0 + ms)
        .map(({ finding: { rule }, state, missingSince }) =>
          missingSince === null || state === 'resolved' ? `${rule} ${state}` : `${rule} not found`,
        ),
  };
}
