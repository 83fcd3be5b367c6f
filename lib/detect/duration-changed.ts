/**
 * The Lease allows another duration than before a handover, and with it a failover takes another time. Seen where it
 * changed hands, for only a handover remembers the duration of before. A release's duration of 1 is none (field guide
 * §2), and in coordinated elections the duration changes with every electing write (§3).
 */
import type { Handover } from '../lease/handover.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

export function durationChanged({ lease, now, thresholds, handovers }: LeaseSight): Finding | null {
  const { record } = lease;
  if (!lease.elects || handovers.length === 0 || record.strategy !== null) return null;
  let change: { handover: Handover; beforeMs: number; afterMs: number } | null = null;
  let afterMs = lease.durationMs;
  for (const handover of handovers.toReversed()) {
    if (handover.at <= now - thresholds.changedToldForMs) break;
    const beforeMs = durationBefore(handover);
    if (beforeMs !== null && afterMs !== null && beforeMs !== afterMs && !handover.coordinated) {
      change = { handover, beforeMs, afterMs };
      break;
    }
    afterMs = beforeMs;
  }
  if (change === null || change.handover.at > now) return null;
  const { at, from, to, id } = change.handover;
  const was = from === null ? 'before' : `under ${named(from)}`;
  return {
    rule: 'duration-changed',
    key: `${leaseName(lease)}/${id}`,
    severity: 'info',
    certainty: 'certain',
    subject: subjectOf(lease),
    since: at,
    until: at + thresholds.changedToldForMs,
    title: `${record.name} allows another duration`,
    summary: `It was ${duration(change.beforeMs)} ${was}, and is ${duration(change.afterMs)} under ${named(to ?? '')}. Who waits for it waits that much ${change.afterMs > change.beforeMs ? 'longer' : 'shorter'} after a crash.`,
    evidence: {
      ...{ durationBeforeMs: change.beforeMs, durationMs: change.afterMs, from, to, takenAt: at },
    },
    next: [
      {
        text: 'Read the Lease as it is',
        command: `kubectl get lease ${quoted(record.name)} -n ${quoted(record.namespace)} -o yaml`,
      },
      {
        text: 'See whether its Deployment was changed',
        command: `kubectl get deployments,replicasets -n ${quoted(record.namespace)} --sort-by=.metadata.creationTimestamp -o wide`,
      },
    ],
  };
}

/** What the holder before was allowed, ms; null where that is not known. */
function durationBefore({ evidence }: Handover): number | null {
  const told = evidence.durationMs ?? evidence.usualDurationMs;
  return typeof told === 'number' ? told : null;
}
