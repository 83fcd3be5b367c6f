/**
 * Somebody took the Lease before its duration was over (field guide §10, "takeover before expiry"): judged with each
 * handover, by the API server's own stamps. Never by what two holders claim, which are two clocks.
 */
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

export function earlyTakeover({ lease, now, thresholds, handovers }: LeaseSight): Finding | null {
  if (!lease.elects || handovers.length === 0) return null;
  const taken = handovers.findLast(
    ({ cause, at }) => cause === 'early' && at <= now && now < at + thresholds.earlyToldForMs,
  );
  if (taken === undefined) return null;
  const { id, at, from, to, evidence } = taken;
  const { durationMs = null, stampedSilenceMs = null, observedSilenceMs = null } = evidence;
  const silentMs = typeof stampedSilenceMs === 'number' ? stampedSilenceMs : observedSilenceMs;
  const { record } = lease;
  const where = `-n ${quoted(record.namespace)}`;
  const waited = typeof silentMs === 'number' ? `${duration(silentMs)} after its last renewal` : 'early';
  const allowed =
    typeof durationMs === 'number' ? `, where ${duration(durationMs)} are to be waited for` : '';
  return {
    rule: 'early-takeover',
    key: `${leaseName(lease)}/${id}`,
    severity: 'warning',
    // Without stamps it is told by arrival on a live watch, which a slow watch may delay.
    certainty: typeof stampedSilenceMs === 'number' ? taken.certainty : 'likely',
    subject: subjectOf(lease),
    since: at,
    until: at + thresholds.earlyToldForMs,
    title: `${record.name} was taken before its duration was over`,
    summary: `${named(to ?? 'Somebody')} took it from ${named(from ?? 'its holder')} ${waited}${allowed}. Why is open: an elector that goes by its wall clock, one with a shorter duration of its own, an edit by hand, or clocks that run at different rates.`,
    evidence: {
      ...{ from, to, takenAt: at, durationMs, stampedSilenceMs, observedSilenceMs },
      transitionsDelta: taken.transitionsDelta,
      coordinated: taken.coordinated,
    },
    next: [
      {
        text: 'See who wrote it last, and with which tool (managedFields)',
        command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml --show-managed-fields`,
      },
      {
        text: 'See whether old and new replicas run side by side, with different settings',
        command: `kubectl get pods ${where} -o wide --sort-by=.status.startTime`,
      },
    ],
  };
}
