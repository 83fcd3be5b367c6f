/**
 * A holder's clock is off by a second or more for certain: the whole interval lies beyond it (field guide §8). Elections
 * of client-go bear it; what reads renewTime by its own clock does not.
 */
import { certainlyOff } from './clock-limits.ts';
import type { Finding } from './finding.ts';
import { type ClockSight, holderClock } from './holder-clock.ts';
import { clockOwner, leaseName, subjectOf } from './sight.ts';
import { named, offset, quoted } from './words.ts';

export function clockSkew(sight: ClockSight): Finding | null {
  const { lease, now, thresholds } = sight;
  const clock = holderClock(sight);
  if (clock === null) return null;
  const { leastMs, mostMs, leastOffMs } = certainlyOff(clock);
  // Turned around by more, no one offset explains them all: that is a step. By less, it drifts between the two.
  if (clock.lower - clock.upper > thresholds.clockStepMs || leastOffMs <= thresholds.clockWarningMs)
    return null;
  const ahead = leastMs > 0;
  const { record } = lease;
  const who = named(lease.holder ?? '');
  return {
    rule: 'clock-skew',
    key: leaseName(lease),
    severity: leastOffMs >= thresholds.clockCriticalMs ? 'critical' : 'warning',
    // Behind is certain up to the latency of the fastest request only (field guide §10).
    certainty: ahead ? 'certain' : 'likely',
    subject: subjectOf(lease),
    // Since when is not known: with the last renewal at the latest.
    since: lease.lastRenewalAt ?? now,
    until: null,
    title: `The clock of ${clockOwner(lease)} is ${ahead ? 'ahead' : 'behind'}`,
    summary: `The clock of ${who} is between ${offset(leastMs)} and ${offset(mostMs)} from the API server’s, by ${clock.samples} renewals. Elections of client-go bear that; electors that compare wall clocks, and whatever subtracts renewTime from its own clock, do not.`,
    evidence: {
      ...{ offsetLowerMs: clock.lower, offsetUpperMs: clock.upper },
      ...{ latencyAllowanceMs: clock.latencyAllowanceMs, samples: clock.samples },
      ...{ renewTime: record.renewTime, serverTime: record.serverTime },
    },
    next: [
      {
        text: 'Compare renewTime with the API server’s stamp of it (managedFields)',
        command: `kubectl get lease ${quoted(record.name)} -n ${quoted(record.namespace)} -o yaml --show-managed-fields`,
      },
      { text: 'On the holder’s node: see whether its clock is kept in time', command: 'chronyc tracking' },
    ],
  };
}
