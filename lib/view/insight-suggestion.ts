/**
 * Whether a Lease's timings fit how it is renewed, judged by what was measured. Says nothing when there is nothing
 * to say: too little was seen, the duration was changed meanwhile, or it simply fits.
 */
import { formatDurationInWords, formatHeadroomInWords, formatLimit, formatRough } from './format.ts';
import type { LeaseInsight } from './insight.ts';
import { takeoverTheory, usualGapMs as usualGap } from './insight-theory.ts';

export type Suggestion = {
  type: 'too-tight' | 'too-long';
  /** What is the matter, in a sentence. */
  title: string;
  /** What to do. */
  advice: string;
  /** What it was judged by. */
  evidence: string;
};

const HOUR_MS = 3_600_000;
/** Too tight shows soon; that nothing slow ever happens takes a day to believe. */
const TIGHT_NEEDS_MS = HOUR_MS;
const LONG_NEEDS_MS = 24 * HOUR_MS;

/** Less than this share of the duration left, or less than one retry, is close. */
const CLOSE_SHARE = 0.15;
/** From this many durations on it was not a slow renewal. */
const AWAY_DURATIONS = 2;
/** Shorter durations than this cost little when a leader crashes. */
const LONG_FROM_MS = 30_000;
const SHORTEST_MS = 15_000;
/** A shorter duration keeps the slowest renewal within a quarter of it, and room for five retries. */
const SLOWEST_FITS = 4;
const RETRIES_FIT = 5;
/** Below this much gained it is not worth a change. */
const WORTH_SHARE = 0.67;

export function suggestion(insight: LeaseInsight): Suggestion | null {
  const { durations, worstGapMs, watchedMs } = insight;
  const usualGapMs = usualGap(insight);
  const durationMs = durations[0]?.durationMs;
  if (durations.length !== 1 || durationMs === undefined) return null;
  if (worstGapMs === null || usualGapMs === null || usualGapMs <= 0) return null;
  const facts = { durationMs, worstGapMs, usualGapMs, watchedMs };
  return tooTight(facts) ?? tooLong(facts, insight);
}

type Facts = { durationMs: number; worstGapMs: number; usualGapMs: number; watchedMs: number };

function tooTight({ durationMs, worstGapMs, usualGapMs, watchedMs }: Facts): Suggestion | null {
  if (watchedMs < TIGHT_NEEDS_MS) return null;
  const seen = `In ${formatRough(watchedMs)} watched the slowest renewal took ${formatDurationInWords(worstGapMs)} of the ${formatLimit(durationMs)} allowed; usually they are ${formatDurationInWords(usualGapMs)} apart.`;
  // Field guide §10: one renewal that fails must not be the end of a tenure.
  if (durationMs <= 2 * usualGapMs) {
    const roomy = roundUp(RETRIES_FIT * usualGapMs);
    return {
      type: 'too-tight',
      title: 'The duration is too short for how often it is renewed: one renewal that fails ends the tenure.',
      advice: `Renew more often, or allow ${formatLimit(roomy)}, which has room for ${RETRIES_FIT} renewals.`,
      evidence: seen,
    };
  }
  const headroomMs = durationMs - worstGapMs;
  const close = Math.max(usualGapMs, CLOSE_SHARE * durationMs);
  if (headroomMs >= close) return null;
  const roomy = roundUp(Math.max(2 * worstGapMs, RETRIES_FIT * usualGapMs));
  // A holder that was away for long is no matter of timings: allowing for it would make every crash last as long.
  const away = worstGapMs > AWAY_DURATIONS * durationMs;
  const borne = away ? '' : ` If it is to be borne, ${formatLimit(roomy)} would leave room for twice that.`;
  return {
    type: 'too-tight',
    title:
      headroomMs < 0
        ? 'A renewal came later than the Lease allows: until then anyone could have taken it.'
        : `The slowest renewal came ${formatHeadroomInWords(headroomMs)} before the Lease would have run out.`,
    advice: `First find what made it late: a holder that stood still, began anew or was short of CPU, the network, the API server.${borne}`,
    evidence: seen,
  };
}

function tooLong(
  { durationMs, worstGapMs, usualGapMs, watchedMs }: Facts,
  { handovers }: LeaseInsight,
): Suggestion | null {
  if (watchedMs < LONG_NEEDS_MS || durationMs < LONG_FROM_MS) return null;
  // Somebody did not wait for the duration: then its length is not what matters.
  if (handovers.early > 0) return null;
  const shorter = roundUp(Math.max(SHORTEST_MS, SLOWEST_FITS * worstGapMs, RETRIES_FIT * usualGapMs));
  if (shorter > WORTH_SHARE * durationMs) return null;
  const now = takeoverTheory(durationMs, usualGapMs);
  const then = takeoverTheory(shorter, usualGapMs);
  if (now === null || then === null) return null;
  return {
    type: 'too-long',
    title: `The duration is longer than it needs to be: after a crash nobody leads for up to ${formatDurationInWords(now.crash.mostMs)}.`,
    advice: `${formatLimit(shorter)} would do: it leaves ${formatHeadroomInWords(shorter - worstGapMs)} of headroom over the slowest renewal, and a crash would cost at most ${formatDurationInWords(then.crash.mostMs)}. The renew deadline has to be shorter than it.`,
    evidence: `In ${formatRough(watchedMs)} watched no renewal took longer than ${formatDurationInWords(worstGapMs)} of the ${formatLimit(durationMs)} allowed; the retry period, inferred, is ${formatDurationInWords(usualGapMs)}.`,
  };
}

/** To whole five seconds, above a minute to whole fifteen. */
function roundUp(ms: number): number {
  const step = ms > 60_000 ? 15_000 : 5_000;
  return Math.ceil(ms / step) * step;
}
