/**
 * The duration changed while one and the same identity held the Lease: it was restarted with other settings. Where it
 * goes back and forth, two processes renew it in turns, each with its own settings, under one identity: neither sees
 * that the other holds it. Not in coordinated elections, whose electing writes name 5 s each time (field guide §3).
 */
import type { DurationChange } from '../lease/tracked.ts';
import type { Finding } from './finding.ts';
import { type LeaseSight, leaseName, subjectOf } from './sight.ts';
import { duration, named, quoted } from './words.ts';

/** Times that it came back to what it had been: once may be a change that was taken back. */
const BACK_NEEDS = 2;
/** What has another value each time is computed, and nobody's setting. */
const MOST_VALUES = 3;

export function durationUnderHolder({ lease, now, thresholds }: LeaseSight): Finding | null {
  const { record, holder } = lease;
  const recent = lease.durationChanges.filter(
    ({ at }) => at <= now && now < at + thresholds.changedToldForMs,
  );
  const [first] = recent;
  const last = recent.at(-1);
  if (first === undefined || last === undefined || holder === null || record.strategy !== null) return null;
  const values = new Set(recent.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const where = `-n ${quoted(record.namespace)}`;
  const read = {
    text: 'Read the Lease as it is',
    command: `kubectl get lease ${quoted(record.name)} ${where} -o yaml`,
  };
  if (timesBack(recent) >= BACK_NEEDS) {
    if (values.size > MOST_VALUES) return null;
    return {
      rule: 'duration-changed',
      key: `${leaseName(lease)}/mixed`,
      severity: 'warning',
      certainty: 'likely',
      subject: subjectOf(lease),
      since: first.at,
      until: null,
      title: `${record.name} changes its duration back and forth`,
      summary: `Under the one name ${named(holder)} its duration changed ${recent.length} times in ${duration(now - first.at)}, between ${listed(values)}. Likely two processes with different settings renew it in turns: to both it is their own, and both may lead.`,
      evidence: { changes: recent.length, durations: listed(values), firstAt: first.at, lastAt: last.at },
      next: [
        {
          text: 'See whether two Pods go by the same identity (a hostname or a name that was set by hand)',
          command: `kubectl get pods ${where} -o wide`,
        },
        {
          ...read,
          text: 'Read who writes it, and with which tool (managedFields)',
          command: `${read.command} --show-managed-fields`,
        },
      ],
    };
  }
  return {
    rule: 'duration-changed',
    key: `${leaseName(lease)}/holder@${Math.round(last.at)}`,
    severity: 'info',
    certainty: 'certain',
    subject: subjectOf(lease),
    since: last.at,
    until: last.at + thresholds.changedToldForMs,
    title: `${record.name} allows another duration`,
    summary: `It was ${duration(last.fromMs)}, and is ${duration(last.toMs)} under the same holder ${named(holder)}. Who waits for it waits that much ${last.toMs > last.fromMs ? 'longer' : 'shorter'} after a crash.`,
    evidence: { durationBeforeMs: last.fromMs, durationMs: last.toMs, changedAt: last.at },
    next: [read],
  };
}

/** How often it came back to a value that it had had. */
function timesBack(changes: readonly DurationChange[]): number {
  const had = new Set<number>();
  let back = 0;
  for (const { fromMs, toMs } of changes) {
    had.add(fromMs);
    if (had.has(toMs)) back += 1;
  }
  return back;
}

function listed(values: ReadonlySet<number>): string {
  return [...values]
    .sort((a, b) => a - b)
    .map((ms) => duration(ms))
    .join(' and ');
}
