/** A minute of renewals of every Lease that elects, as the history keeps it. */
import type { Batch, RenewalMinute } from '../../history/history.ts';
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { mergeBuckets, type RenewalMemory } from './renewal-memory.ts';

export const MINUTE_MS = 60_000;
/** Leases summed up in one go; each takes some microseconds. */
const AT_ONCE = 250;

export type MinuteSource = {
  memory: Pick<RenewalMemory, 'leases' | 'buckets'>;
  lease: (namespace: string, name: string) => TrackedLease | undefined;
  latencyAllowanceMs: (lease: TrackedLease | undefined) => number;
};

/** The minute that begins at `minute` (epoch ms), in parts of some hundred Leases; the last says how many were late. */
export function* minutesOf(source: MinuteSource, minute: number): Generator<Partial<Batch>> {
  let minutes: RenewalMinute[] = [];
  let looked = 0;
  let late = 0;
  let of = 0;
  for (const { namespace, name } of source.memory.leases()) {
    looked += 1;
    const lease = source.lease(namespace, name);
    const range = { from: minute, to: minute + MINUTE_MS - 1, points: Number.MAX_SAFE_INTEGER };
    const found = source.memory.buckets({ namespace, name }, range, source.latencyAllowanceMs(lease));
    const [sum] = mergeBuckets(found, 1);
    if (sum !== undefined) {
      of += 1;
      if (isLate(lease, sum)) late += 1;
      const { count, maxGapMs, offsetLowerMs, offsetUpperMs, holder } = sum;
      minutes.push({ namespace, name, minute, count, maxGapMs, offsetLowerMs, offsetUpperMs, holder });
    }
    if (looked % AT_ONCE === 0) {
      yield { minutes };
      minutes = [];
    }
  }
  yield { minutes, slow: late === 0 ? [] : [{ minute, late, of }] };
}

/**
 * Of a minute that goes on those that renewed late, and later than was `told` of it: by Lease and minute the worst gap
 * so far. What the others did says little that the minutes before do not.
 */
export function* lateOf(
  source: MinuteSource,
  minute: number,
  told: Map<string, number>,
): Generator<Partial<Batch>> {
  for (const { minutes = [] } of minutesOf(source, minute)) {
    const late = minutes.filter((one) => isLate(source.lease(one.namespace, one.name), one));
    const later = late.filter((one) => (one.maxGapMs ?? 0) > (told.get(`${minute} ${leaseKey(one)}`) ?? 0));
    for (const one of later) told.set(`${minute} ${leaseKey(one)}`, one.maxGapMs ?? 0);
    yield { minutes: later };
  }
}

function isLate(lease: TrackedLease | undefined, { maxGapMs }: Pick<RenewalMinute, 'maxGapMs'>): boolean {
  const lateAfterMs = lease?.lateAfterMs ?? null;
  return lateAfterMs !== null && (maxGapMs ?? 0) > lateAfterMs;
}
