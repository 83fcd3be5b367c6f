/** The renewals of the last hour of every Lease that elects, in memory; heartbeats are far too many. */
import { leaseKey } from '../lease/record.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { RenewalBucket } from '../view/renewals.ts';
import { createRenewalSeries, type RenewalSeries } from './renewal-series.ts';

/** What the fastest request of a window may have taken on a healthy API server, ms (field guide §8). */
const LATENCY_MS = 50;

export type RenewalMemory = {
  renewed(lease: TrackedLease): void;
  forget(lease: TrackedLease): void;
  /** At most `points` stretches between `from` and `to` (epoch ms), oldest first. */
  buckets(namespace: string, name: string, from: number, to: number, points: number): RenewalBucket[];
  bytes(): number;
};

export function createRenewalMemory(): RenewalMemory {
  const series = new Map<string, RenewalSeries>();

  return {
    renewed(lease) {
      if (!lease.elects || lease.lastRenewalAt === null) return;
      const key = leaseKey(lease.record);
      let ofLease = series.get(key);
      if (ofLease === undefined) {
        ofLease = createRenewalSeries();
        series.set(key, ofLease);
      }
      ofLease.add({
        at: lease.lastRenewalAt,
        gapMs: lease.lastGapMs,
        offsetSampleMs: lease.lastOffsetMs,
        holder: lease.holder,
      });
    },
    forget(lease) {
      series.delete(leaseKey(lease.record));
    },
    buckets(namespace, name, from, to, points) {
      const found = series.get(leaseKey({ namespace, name }))?.buckets(from, to, LATENCY_MS) ?? [];
      return mergeBuckets(found, points);
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
