/**
 * The last hour of one Lease's renewals, summed up in stretches of 20 s: 19 bytes a stretch in arrays that grow
 * to 180 of them, so 3.4 kB for a Lease that renews all the time.
 */
import type { RenewalBucket } from '../view/renewals.ts';

export const BUCKET_MS = 20_000;
export const BUCKETS_KEPT = 180;
const FIRST_CAPACITY = 12;
/** Holders that one series tells apart; further ones are counted under none. */
const MOST_HOLDERS = 255;
/** What the API server's cutting to whole seconds leaves open (field guide §8). */
const STAMP_GRAIN_MS = 1000;

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

type Arrays = {
  counts: Uint16Array;
  maxGaps: Float32Array;
  leastOffsets: Float32Array;
  mostOffsets: Float32Array;
  holders: Uint8Array;
  slots: Uint32Array;
};

function arrays(capacity: number): Arrays {
  return {
    counts: new Uint16Array(capacity),
    maxGaps: new Float32Array(capacity).fill(Number.NaN),
    leastOffsets: new Float32Array(capacity).fill(Number.NaN),
    mostOffsets: new Float32Array(capacity).fill(Number.NaN),
    holders: new Uint8Array(capacity),
    slots: new Uint32Array(capacity),
  };
}

export function createRenewalSeries(): RenewalSeries {
  let data = arrays(FIRST_CAPACITY);
  let used = 0;
  const holders: string[] = [];

  function slotFor(slot: number): number {
    const last = used - 1;
    if (used > 0 && (data.slots[last] ?? 0) >= slot) return last;
    dropOlderThan(slot - BUCKETS_KEPT + 1);
    if (used === data.counts.length) grow();
    const index = used;
    used += 1;
    data.slots[index] = slot;
    data.counts[index] = 0;
    data.holders[index] = 0;
    for (const floats of [data.maxGaps, data.leastOffsets, data.mostOffsets]) floats[index] = Number.NaN;
    return index;
  }

  function dropOlderThan(slot: number): void {
    let stale = 0;
    while (stale < used && (data.slots[stale] ?? 0) < slot) stale += 1;
    if (stale === 0) return;
    for (const array of Object.values(data)) array.copyWithin(0, stale, used);
    used -= stale;
  }

  function grow(): void {
    const larger = arrays(Math.min(BUCKETS_KEPT, used * 2));
    for (const name of Object.keys(data) as (keyof Arrays)[]) larger[name].set(data[name]);
    data = larger;
  }

  function holderIndex(holder: string | null): number {
    if (holder === null) return 0;
    const known = holders.indexOf(holder);
    if (known >= 0) return known + 1;
    return holders.length < MOST_HOLDERS ? holders.push(holder) : 0;
  }

  return {
    add({ at, gapMs, offsetSampleMs, holder }) {
      const index = slotFor(Math.floor(at / BUCKET_MS));
      data.counts[index] = Math.min(65_535, (data.counts[index] ?? 0) + 1);
      data.holders[index] = holderIndex(holder);
      if (gapMs !== null) data.maxGaps[index] = larger(data.maxGaps[index], gapMs);
      if (offsetSampleMs === null) return;
      data.mostOffsets[index] = larger(data.mostOffsets[index], offsetSampleMs);
      data.leastOffsets[index] = -larger(negated(data.leastOffsets[index]), -offsetSampleMs);
    },
    buckets(from, to, latencyMs) {
      const found: RenewalBucket[] = [];
      for (let index = 0; index < used; index++) {
        const start = (data.slots[index] ?? 0) * BUCKET_MS;
        if (start + BUCKET_MS <= from || start > to) continue;
        found.push({
          from: start,
          to: start + BUCKET_MS,
          count: data.counts[index] ?? 0,
          maxGapMs: known(data.maxGaps[index]),
          offsetLowerMs: known((data.mostOffsets[index] ?? Number.NaN) - STAMP_GRAIN_MS),
          offsetUpperMs: known((data.leastOffsets[index] ?? Number.NaN) + latencyMs),
          holder: holders[(data.holders[index] ?? 0) - 1] ?? null,
        });
      }
      return found;
    },
    bytes: () => data.counts.length * 19,
  };
}

function larger(kept: number | undefined, value: number): number {
  return kept === undefined || Number.isNaN(kept) ? value : Math.max(kept, value);
}
function negated(value: number | undefined): number {
  return value === undefined ? Number.NaN : -value;
}
function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 10) / 10;
}
