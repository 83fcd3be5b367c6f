/**
 * What tells a clock that was set from requests that are slow. Both leave R − A (renewTime and arrival, field guide §8)
 * behind what it was. But a clock that is set back shows in R: its claims are nearer to each other than its renewals
 * ever are, once, and the gaps between arrivals stay usual before and after. A slow request shows in A: it is sent when
 * it is due, and arrives late; where the next one waits for it, as with client-go and the kubelet, every gap is longer
 * by what its request took. What cannot be told apart is no sample, and makes the interval wider.
 */
import {
  addFastest,
  addOffsetSample,
  BACK_AT,
  DOUBTED,
  FASTEST,
  lastSampledAt,
  NO_OFFSETS,
  type OffsetWindow,
  STEPPED_AT,
  UNSTEADY_AT,
  WINDOW_MS,
} from './offset.ts';

/** Renewals are this near to each other, and to the fastest of them, while nothing is slow and no clock is set, ms. */
const NEAR_MS = 250;
/** A clock that is not set drifts from Tenure's by less. Where all are slow, the fastest of before is what counts. */
const DRIFT = 0.0001;
/** So near are gaps to the usual one: kubelets make theirs longer by up to a twenty-fifth (field guide §4). */
const NEAR_SHARE = 0.05;
/** A clock that was set was read steadily for so long before, and is for so long after; for two gaps at least, ms. */
const BEFORE_MS = 10_000;
const AFTER_MS = 30_000;
/** If it is not by then, that was something else, ms; and for six gaps. */
const GIVEN_UP_MS = 180_000;
/** For so long not one was as fast as before, ms: it was set, and nobody saw it. */
const UNSEEN_MS = 3_600_000;

/** One renewal, epoch ms: R, M and A, the gaps before it by A and by R, and the gap that is usual, if that is known. */
export type ClockRenewal = {
  renewedMs: number;
  stampedMs: number;
  at: number;
  gapMs: number;
  claimedGapMs: number;
  usualGapMs: number | null;
};

/** The window after it, and whether it is a sample. */
export type ClockReading = { offsets: OffsetWindow; sampled: boolean };

export function readClock(window: OffsetWindow, renewal: ClockRenewal): ClockReading {
  const { renewedMs, stampedMs, at, gapMs, claimedGapMs, usualGapMs } = renewal;
  const aheadMs = claimedGapMs - gapMs;
  const sampled = (offsets: OffsetWindow): ClockReading => ({
    offsets: addOffsetSample(offsets, at, renewedMs - stampedMs, at - stampedMs),
    sampled: true,
  });
  const skipped: ClockReading = { offsets: window, sampled: false };
  // Of the first one, and the one before it: if they differ one of the two was slow, and nobody knows which.
  const isLikeLast = Math.abs(aheadMs) <= NEAR_MS;
  if (window.length === 0) return isLikeLast ? sampled(window) : skipped;
  if (isLikeLast && at - lastSampledAt(window) >= UNSEEN_MS) return sampled(NO_OFFSETS);

  const head = window as number[];
  const fastestMs = (head[FASTEST] ?? 0) - DRIFT * gapMs;
  const behindMs = fastestMs - (renewedMs - at);
  head[FASTEST] = Math.max(fastestMs, renewedMs - at);
  const change = changeOf(head, renewal, behindMs);
  if (change !== 'steady') head[UNSTEADY_AT] = at;
  if (change === 'set-back') head[BACK_AT] = at;
  const steadyMs = at - (head[UNSTEADY_AT] ?? at);
  const wasSetBack = head[BACK_AT] !== 0 && steadyMs >= lasting(AFTER_MS, 2, usualGapMs);

  if (behindMs > NEAR_MS && !wasSetBack) {
    if (at - (head[BACK_AT] ?? at) > lasting(GIVEN_UP_MS, 6, usualGapMs)) head[BACK_AT] = 0;
    // Sent when it was due: a usual gap after the one before was answered, by as much later as that was behind.
    const wasBehindMs = behindMs + aheadMs;
    const isSlow = usualGapMs !== null && Math.abs(claimedGapMs - usualGapMs - wasBehindMs) <= NEAR_MS;
    if (head[BACK_AT] !== 0 || !isSlow) head[DOUBTED] = renewedMs - stampedMs;
    return skipped;
  }
  // Faster than all before: they were slow, and by how much this one is nobody knows before the next.
  if (behindMs < -NEAR_MS && change !== 'set-forward') {
    addFastest(window, renewedMs - at);
    return skipped;
  }
  if (change === 'set-forward' || behindMs > NEAR_MS) {
    head[STEPPED_AT] = at;
    head[FASTEST] = renewedMs - at;
  }
  head[BACK_AT] = 0;
  const wasSet = at - (head[STEPPED_AT] ?? 0) <= WINDOW_MS;
  head[DOUBTED] = wasSet ? renewedMs - stampedMs : Number.POSITIVE_INFINITY;
  return sampled(window);
}

/** Nothing is known of the gap before this renewal, nor of what its request took: steadiness begins anew. */
export function unreadClock(window: OffsetWindow, at: number): void {
  if (window.length > 0) (window as number[])[UNSTEADY_AT] = at;
}

type Change = 'steady' | 'unsteady' | 'set-forward' | 'set-back';

function changeOf(
  head: readonly number[],
  { at, gapMs, claimedGapMs, usualGapMs }: ClockRenewal,
  behindMs: number,
): Change {
  if (usualGapMs === null) return 'unsteady';
  const nearMs = Math.max(NEAR_MS, NEAR_SHARE * usualGapMs);
  const aheadMs = claimedGapMs - gapMs;
  const isUsual = Math.abs(gapMs - usualGapMs) <= nearMs;
  if (isUsual && Math.abs(aheadMs) <= NEAR_MS) return 'steady';
  if (at - gapMs - (head[UNSTEADY_AT] ?? at) < lasting(BEFORE_MS, 2, usualGapMs)) return 'unsteady';
  // Nothing was so early before. A request that is not slow any more ends a gap that is short, or follows a long one.
  if (isUsual && aheadMs > nearMs && behindMs < -nearMs) return 'set-forward';
  // Until then it was as early as the fastest. It may be slow besides.
  const wasBehind = behindMs + aheadMs > NEAR_MS;
  const isEarly = claimedGapMs < usualGapMs - nearMs && gapMs >= usualGapMs - nearMs;
  return isEarly && aheadMs < -nearMs && !wasBehind ? 'set-back' : 'unsteady';
}

function lasting(leastMs: number, gaps: number, usualGapMs: number | null): number {
  // A gap may be shorter than the usual one.
  return Math.max(leastMs, gaps * (1 - NEAR_SHARE) * (usualGapMs ?? 0));
}
