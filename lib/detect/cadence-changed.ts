/**
 * The Lease is renewed at another cadence since somebody else renews it, or since a break: its retry period P was
 * changed, as far as that is visible, for P is inferred (field guide §2). A failover takes another time then.
 */
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, quoted } from './words.ts';

export function cadenceChanged({ lease, now, thresholds }: LeaseSight): Finding | null {
  const change = lease.cadence?.change ?? null;
  const { record, durationMs } = lease;
  if (change === null || lease.holder === null || record.strategy !== null) return null;
  const until = change.seenAt + thresholds.changedToldForMs;
  if (now < change.seenAt || now >= until) return null;
  const { at, fromMs, toMs } = change;
  const where = `-n ${quoted(record.namespace)}`;
  return {
    rule: 'duration-changed',
    key: `${leaseName(lease)}/cadence@${Math.round(at)}`,
    severity: 'info',
    certainty: 'likely',
    subject: subjectOf(lease),
    since: at,
    until,
    title: `${record.name} is renewed at another cadence`,
    summary: `It was renewed every ${duration(fromMs)}, and is renewed every ${duration(toMs)}${durationMs === null ? '' : ` of the ${duration(durationMs)} it allows`}: its retry period was changed. Its candidates try ${toMs > fromMs ? 'less' : 'more'} often too.`,
    evidence: { gapBeforeMs: fromMs, gapMs: toMs, durationMs, changedAt: at },
    next: [
      {
        text: 'See how its Pods are started (--leader-elect-retry-period and the like)',
        command: `kubectl get pods ${where} -o yaml`,
      },
      {
        text: 'See whether its Deployment was changed',
        command: `kubectl get deployments,replicasets ${where} --sort-by=.metadata.creationTimestamp -o wide`,
      },
    ],
  };
}
