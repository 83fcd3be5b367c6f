/**
 * What a viewer's stream may spend on rows of which only measured values moved: whatever patches leave of its
 * traffic target (`docs/api.md`, "Stream": 5 kB/s with 300 Leases, 20 kB/s with 5,000 elections).
 */

const TARGETS = { few: 300, fewBytes: 4000, many: 5000, manyBytes: 17_000 };
/** Even where renewals alone use the target up, one row goes out in this time. */
const LEAST_EVERY_MS = 2000;
const MOST_SAVED_BYTES = 4000;
const MOST_OWED_BYTES = 8000;

export type SlowBudget = {
  /** Bytes that may be spent now; nothing when not positive. */
  at(now: number, elections: number): number;
  /** What the patch took in all. */
  spent(bytes: number): void;
};

export function createSlowBudget(startedAt: number): SlowBudget {
  let saved = 0;
  let last = startedAt;
  let positiveAt = startedAt;

  return {
    at(now, elections) {
      saved = Math.min(MOST_SAVED_BYTES, saved + (Math.max(0, now - last) / 1000) * targetBytes(elections));
      last = now;
      if (saved <= 0 && now - positiveAt < LEAST_EVERY_MS) return 0;
      positiveAt = now;
      return Math.max(1, saved);
    },
    spent(bytes) {
      saved = Math.max(-MOST_OWED_BYTES, saved - bytes);
    },
  };
}

function targetBytes(elections: number): number {
  const share = (elections - TARGETS.few) / (TARGETS.many - TARGETS.few);
  return TARGETS.fewBytes + Math.min(1, Math.max(0, share)) * (TARGETS.manyBytes - TARGETS.fewBytes);
}
