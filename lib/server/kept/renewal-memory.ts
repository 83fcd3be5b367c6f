/** The renewals of the last hour of every Lease that elects, in memory; heartbeats are far too many. */
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { RenewalBucket } from '../../view/renewals.ts';
import { createRenewalSeries, type RenewalSeries } from './renewal-series.ts';

const KEPT_MS = 3_600_000;

export type RenewalMemory = {
  renewed(lease: TrackedLease): void;
  /** It was deleted at `now` (epoch ms): what it was like before is forgotten an hour later. */
  left(lease: TrackedLease, now: number): void;
  /**
   * At most `points` stretches between `from` and `to` (epoch ms), oldest first; `latencyAllowanceMs` is what
   * holders' requests may have taken (field guide §8).
   */
  buckets(
    lease: { namespace: string; name: string },
    range: { from: number; to: number; points: number },
    latencyAllowanceMs: number,
  ): RenewalBucket[];
  /** Those that are remembered. */
  leases(): Generator<{ namespace: string; name: string }>;
  bytes(): number;
};

export function createRenewalMemory(): RenewalMemory {
  const series = new Map<string, RenewalSeries>();
  const leftAt = new Map<string, number>();

  return {
    renewed(lease) {
      if (!lease.elects || lease.lastRenewalAt === null) return;
      const key = leaseKey(lease.record);
      let ofLease = series.get(key);
      if (ofLease === undefined) {
        ofLease = createRenewalSeries();
        series.set(key, ofLease);
      }
      leftAt.delete(key);
      ofLease.add({
        at: lease.lastRenewalAt,
        gapMs: lease.lastGapMs,
        offsetSampleMs: lease.lastOffsetMs,
        holder: lease.holder,
      });
    },
    left(lease, now) {
      if (lease.elects) leftAt.set(leaseKey(lease.record), now);
      for (const [key, at] of leftAt) {
        if (at > now - KEPT_MS) continue;
        leftAt.delete(key);
        series.delete(key);
      }
    },
    buckets(lease, { from, to, points }, latencyAllowanceMs) {
      const found = series.get(leaseKey(lease))?.buckets(from, to, latencyAllowanceMs) ?? [];
      return mergeBuckets(found, points);
    },
    *leases() {
      for (const key of series.keys()) {
        const slash = key.indexOf('/');
        yield { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
      }
    },
    bytes: () => [...series.values()].reduce((sum, ofLease) => sum + ofLease.bytes(), 0),
  };
}

/** Neighbours made one until at most `points` remain; bounds of several stretches are intersected. */
export function mergeBuckets(buckets: readonly RenewalBucket[], points: number): RenewalBucket[] {
  const each = Math.ceil(buckets.length / Math.max(1, points));
  if (each <= 1) return [...buckets];
  const merged: RenewalBucket[] = [];
  for (let start = 0; start < buckets.length; start += each) {
    const [first, ...rest] = buckets.slice(start, start + each);
    if (first !== undefined) merged.push(rest.reduce(joined, first));
  }
  return merged;
}

function joined(a: RenewalBucket, b: RenewalBucket): RenewalBucket {
  // Two holders are two clocks: their bounds say nothing about each other.
  const sameClock = a.holder === b.holder;
  return {
    from: a.from,
    to: b.to,
    count: a.count + b.count,
    maxGapMs: pick(Math.max, a.maxGapMs, b.maxGapMs),
    offsetLowerMs: sameClock ? pick(Math.max, a.offsetLowerMs, b.offsetLowerMs) : b.offsetLowerMs,
    offsetUpperMs: sameClock ? pick(Math.min, a.offsetUpperMs, b.offsetUpperMs) : b.offsetUpperMs,
    holder: b.holder,
  };
}

function pick(of: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return of(a, b);
}
