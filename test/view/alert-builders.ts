/** Alerts for tests of what is said and drawn of them; every field can be given. */
import type { AlertView } from '../../lib/view/alert.ts';

/** 2026-03-05 03:14:07 UTC */
export const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);

export function alertOf(over: Partial<AlertView> = {}): AlertView {
  return {
    id: 'expired-but-held:kube-system/kube-scheduler@1772680387000',
    rule: 'expired-but-held',
    severity: 'critical',
    certainty: 'certain',
    state: 'firing',
    title: 'Nobody renews kube-scheduler, and nobody takes over',
    summary: 'Last renewed 1 min 27 s ago; its 15 s ran out.',
    subject: { namespace: 'kube-system', name: 'kube-scheduler', node: null, holder: 'cp-2_0d93b7f2' },
    since: NOW - 72_000,
    until: null,
    firedAt: NOW - 60_000,
    missingSince: null,
    resolvedAt: null,
    evidence: { lastRenewalAt: NOW - 87_000, durationMs: 15_000, usualGapMs: 2_012, ageCertain: true },
    rootId: null,
    consequences: 0,
    silencedBy: null,
    next: [
      { text: 'Read the Lease as it is', command: 'kubectl get lease kube-scheduler -n kube-system -o yaml' },
      { text: 'Ask who drained the node', command: null },
    ],
    ...over,
  };
}
