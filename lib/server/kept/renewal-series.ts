/**
 * The last hour of one Lease's renewals, summed up in stretches of 20 s: 24 bytes a stretch in one array that
 * grows to 180 of them, so 4.3 kB for a Lease that renews all the time.
 */
import type { RenewalBucket } from '../../view/renewals.ts';

export const BUCKET_MS = 20_000;
export const BUCKETS_KEPT = 180;
const FIRST_CAPACITY = 12;
/** What the API server's cutting to whole seconds leaves open (field guide §8). */
const STAMP_GRAIN_MS = 1000;

/** The fields of a stretch, in this order; what is not known is NaN. */
const SLOT = 0;
const COUNT = 1;
const MAX_GAP = 2;
const LEAST_OFFSET = 3;
const MOST_OFFSET = 4;
const HOLDER = 5;
const FIELDS = 6;
/** Single precision is exact to 16 million: slots are counted from the series' first, holders from 1. */
const NOBODY = 0;
/** Holders that one series tells apart in its life; further ones are counted under none. */
const MOST_HOLDERS = 255;

export type Renewal = {
  /** Epoch ms. */
  at: number;
  /** Null where a stretch before it was not watched live. */
  gapMs: number | null;
  /** renewTime minus the API server's stamp, ms; null when this renewal is no clock sample. */
  offsetSampleMs: number | null;
  holder: string | null;
};

export type RenewalSeries = {
  add(renewal: Renewal): void;
  /** Those that touch from … to (epoch ms), oldest first. `latencyMs` widens the upper clock bound. */
  buckets(from: number, to: number, latencyMs: number): RenewalBucket[];
  bytes(): number;
};

export function createRenewalSeries(): RenewalSeries {
  let data = new Float32Array(FIRST_CAPACITY * FIELDS);
  let used = 0;
  let firstSlot: number | null = null;
  const holders: string[] = [];

  const field = (index: number, name: number): number => data[index * FIELDS + name] ?? Number.NaN;

  /** Where `slot`'s stretch begins in the array; the latest one's for a renewal that comes out of order. */
  function place(slot: number): number {
    if (used > 0 && field(used - 1, SLOT) >= slot) return (used - 1) * FIELDS;
    dropOlderThan(slot - BUCKETS_KEPT + 1);
    if (used * FIELDS === data.length) grow();
    const start = used * FIELDS;
    used += 1;
    data.fill(Number.NaN, start, start + FIELDS);
    data[start + SLOT] = slot;
    data[start + COUNT] = 0;
    return start;
  }

  function dropOlderThan(slot: number): void {
    let stale = 0;
    while (stale < used && field(stale, SLOT) < slot) stale += 1;
    if (stale > 0) data.copyWithin(0, stale * FIELDS, used * FIELDS);
    used -= stale;
  }

  function grow(): void {
    const larger = new Float32Array(Math.min(BUCKETS_KEPT, used * 2) * FIELDS);
    larger.set(data);
    data = larger;
  }

  function holderNumber(holder: string | null): number {
    if (holder === null) return NOBODY;
    const known = holders.indexOf(holder);
    if (known >= 0) return known + 1;
    return holders.length < MOST_HOLDERS ? holders.push(holder) : NOBODY;
  }

  return {
    add({ at, gapMs, offsetSampleMs, holder }) {
      const slot = Math.floor(at / BUCKET_MS);
      firstSlot ??= slot;
      const start = place(slot - firstSlot);
      data[start + COUNT] = (data[start + COUNT] ?? 0) + 1;
      const number = holderNumber(holder);
      if (data[start + COUNT] !== 1 && data[start + HOLDER] !== number) {
        // Another holder is another clock: its bounds begin anew.
        data[start + MOST_OFFSET] = Number.NaN;
        data[start + LEAST_OFFSET] = Number.NaN;
      }
      data[start + HOLDER] = number;
      if (gapMs !== null) data[start + MAX_GAP] = joined(Math.max, data[start + MAX_GAP], gapMs);
      if (offsetSampleMs === null) return;
      data[start + MOST_OFFSET] = joined(Math.max, data[start + MOST_OFFSET], offsetSampleMs);
      data[start + LEAST_OFFSET] = joined(Math.min, data[start + LEAST_OFFSET], offsetSampleMs);
    },
    buckets(from, to, latencyMs) {
      const found: RenewalBucket[] = [];
      for (let index = 0; index < used; index++) {
        const start = (field(index, SLOT) + (firstSlot ?? 0)) * BUCKET_MS;
        if (start + BUCKET_MS <= from || start > to) continue;
        found.push({
          from: start,
          to: start + BUCKET_MS,
          count: field(index, COUNT),
          maxGapMs: known(field(index, MAX_GAP)),
          offsetLowerMs: known(field(index, MOST_OFFSET) - STAMP_GRAIN_MS),
          offsetUpperMs: known(field(index, LEAST_OFFSET) + latencyMs),
          holder: holders[field(index, HOLDER) - 1] ?? null,
        });
      }
      return found;
    },
    bytes: () => data.byteLength,
  };
}

function joined(of: (a: number, b: number) => number, kept: number | undefined, value: number): number {
  return kept === undefined || Number.isNaN(kept) ? value : of(kept, value);
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : Math.round(value * 10) / 10;
}
