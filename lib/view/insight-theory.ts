/**
 * What client-go's elector should take, by the duration L and the retry period P (field guide §2). P is not in the
 * Lease: it is inferred from the usual renew gap, and so is all that follows from it. ms.
 */
import { crashedForMs, releasedForMs } from '../lease/takeover.ts';
import type { LeaseInsight } from './insight.ts';

export type Theory = {
  /** The last renewal → the takeover after a crash. */
  crash: { leastMs: number; mostMs: number };
  /** The release → the takeover. */
  releaseMostMs: number;
};

/** Null without a retry period to infer from. */
export function takeoverTheory(durationMs: number | null, retryMs: number | null): Theory | null {
  if (durationMs === null || retryMs === null || retryMs <= 0) return null;
  return {
    crash: { leastMs: durationMs, mostMs: crashedForMs(durationMs, retryMs) },
    releaseMostMs: releasedForMs(retryMs),
  };
}

/**
 * The usual gap of a range. It is told from how many renewals a stretch had, and of a stretch that was watched in
 * part these are too few: what is usual never took longer than the slowest.
 */
export function usualGapMs(insight: Pick<LeaseInsight, 'usualGapMs' | 'worstGapMs'>): number | null {
  const { usualGapMs: usual, worstGapMs: worst } = insight;
  return usual === null || worst === null ? usual : Math.min(usual, worst);
}
