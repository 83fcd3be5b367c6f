/**
 * The renewals of the last minutes contradict each other: the lower side of the vernier bound is above the upper (field
 * guide §8), which requests that are slow do not bring about. The holder's clock stepped, or the API servers that stamp it disagree by at least the difference; one
 * Lease alone cannot tell which.
 */
import type { Finding } from './finding.ts';
import { type ClockSight, holderClock } from './holder-clock.ts';
import { clockOwner, leaseName, subjectOf } from './sight.ts';
import { duration, named, offset, quoted } from './words.ts';

export function clockStep(sight: ClockSight): Finding | null {
  const { lease, now, thresholds } = sight;
  const clock = holderClock(sight);
  if (clock === null) return null;
  const differenceMs = clock.lower - clock.upper;
  if (differenceMs <= thresholds.clockStepMs) return null;
  const { record } = lease;
  return {
    rule: 'clock-step',
    key: leaseName(lease),
    severity: differenceMs >= thresholds.clockStepWarningMs ? 'warning' : 'info',
    certainty: 'likely',
    subject: subjectOf(lease),
    // When it stepped is not known: with the last renewal at the latest.
    since: lease.lastRenewalAt ?? now,
    until: null,
    title: `The clock of ${clockOwner(lease)} stepped`,
    summary: `No one offset explains the last ${clock.samples} renewals of ${named(lease.holder ?? '')}: one says at least ${offset(clock.lower)}, another at most ${offset(clock.upper)}. Its clock was set by ${duration(differenceMs)} or more, or API servers disagree by as much.`,
    evidence: {
      ...{ differenceMs, offsetLowerMs: clock.lower, offsetUpperMs: clock.upper },
      ...{ latencyAllowanceMs: clock.latencyAllowanceMs, samples: clock.samples },
    },
    next: [
      {
        text: 'On the holder’s node: see when its clock was set',
        command: "journalctl -u chronyd -u chrony -u systemd-timesyncd --since '-30min'",
      },
      {
        text: 'On each control-plane node: see whether its clock is kept in time',
        command: 'chronyc tracking',
      },
      {
        text: 'Compare renewTime with the API server’s stamp of it (managedFields)',
        command: `kubectl get lease ${quoted(record.name)} -n ${quoted(record.namespace)} -o yaml --show-managed-fields`,
      },
    ],
  };
}
