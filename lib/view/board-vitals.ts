/** The one line above the board: how many Leases are in which state, and what else needs no row to be said. */
import type { LeaseState } from '../lease/state.ts';
import type { Judged } from './board-judge.ts';
import { formatDuration } from './format.ts';
import type { Totals } from './lease-row.ts';

/** From this on a clock is said to be off (design, "Words": warned of at 1 s). */
export const CLOCK_OFF_MS = 1_000;

export type Vitals = {
  /** Of the Leases that elect; of a frozen one its last known state. */
  states: Record<LeaseState, number>;
  /** Vacant for no longer than a takeover usually takes; they are among `states.vacant`. */
  released: number;
  electing: number;
  /** `torn`: among `notKnown`, those whose bounds contradict each other. */
  clocks: { off: number; within: number; notKnown: number; torn: number; worst: string | null };
};

/**
 * Whether these counts say anything of states: those from before the feed was live, which may come a moment
 * after it, and those of a first sight do not.
 */
export function areJudged(totals: Totals | null): boolean {
  if (totals === null) return false;
  return totals.leases === 0 || totals.elects.unknown + totals.heartbeats.unknown < totals.leases;
}

export function countVitals(judged: readonly Judged[]): Vitals {
  const states: Record<LeaseState, number> = { held: 0, late: 0, expired: 0, vacant: 0, unknown: 0 };
  const clocks = { off: 0, within: 0, notKnown: 0, torn: 0, worst: null as string | null };
  let released = 0;
  let electing = 0;
  let worstMs = 0;
  for (const { row, state, was, mark } of judged) {
    if (!row.elects) continue;
    electing += 1;
    states[was ?? state] += 1;
    if (mark === 'released') released += 1;
    const offset = row.clockOffsetMs;
    // The lower side above the upper: the clock stepped, or API servers disagree; then nothing is known.
    if (offset === null || offset.lower > offset.upper) {
      clocks.notKnown += 1;
      if (offset !== null) clocks.torn += 1;
      continue;
    }
    const certainMs = offset.lower > 0 ? offset.lower : offset.upper < 0 ? -offset.upper : 0;
    if (certainMs >= CLOCK_OFF_MS) {
      clocks.off += 1;
      if (certainMs > worstMs) {
        worstMs = certainMs;
        const way = offset.lower > 0 ? 'ahead' : 'behind';
        clocks.worst = `the holder of ${row.name} is at least ${formatDuration(certainMs)} ${way}`;
      }
    } else if (offset.lower > -CLOCK_OFF_MS && offset.upper < CLOCK_OFF_MS) clocks.within += 1;
    else clocks.notKnown += 1;
  }
  return { states, released, electing, clocks };
}
