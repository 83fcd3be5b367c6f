/** The one line above the board: how many Leases are in which state, and what else needs no row to be said. */
import { CLOCK_OFF_MS, certainlyOff } from '../detect/clock-limits.ts';
import type { LeaseClass } from '../lease/record.ts';
import type { LeaseState } from '../lease/state.ts';
import { type Judged, needsEyes } from './board-judge.ts';
import { clockKind, extentMs } from './clock-kind.ts';
import { formatCount, formatDuration } from './format.ts';
import type { Totals } from './lease-row.ts';

export type Vitals = {
  /** Of the Leases that elect; of a frozen one its last known state. */
  states: Record<LeaseState, number>;
  /** Vacant for no longer than a takeover usually takes; they are among `states.vacant`. */
  released: number;
  electing: number;
  /** Classes of heartbeats of which one is late, expired or held by nobody. */
  wrong: ReadonlySet<LeaseClass>;
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
  const wrong = new Set<LeaseClass>();
  let released = 0;
  let electing = 0;
  let worstMs = 0;
  for (const one of judged) {
    const { row, state, was, mark } = one;
    if (!row.elects) {
      if (needsEyes(one)) wrong.add(row.class);
      continue;
    }
    electing += 1;
    states[was ?? state] += 1;
    if (mark === 'released') released += 1;
    const offset = row.clockOffsetMs;
    const kind = offset === null ? null : clockKind(offset);
    if (offset === null || kind === 'torn') {
      clocks.notKnown += 1;
      if (kind === 'torn') clocks.torn += 1;
    } else if (kind === 'ahead' || kind === 'behind') {
      const { leastOffMs } = certainlyOff(offset);
      clocks.off += 1;
      if (leastOffMs > worstMs) {
        worstMs = leastOffMs;
        clocks.worst = `the holder of ${row.name} is at least ${formatDuration(leastOffMs)} ${kind}`;
      }
    } else if (kind === 'near' && extentMs(offset) < CLOCK_OFF_MS) clocks.within += 1;
    else clocks.notKnown += 1;
  }
  return { states, released, electing, wrong, clocks };
}

/**
 * How many of `all` heartbeats are fresh. While none is `wrong`, the others are not late but not known. Counts that say
 * nothing of states (not `told`) are not a share of anything, unless what was fresh before is kept.
 */
export function beatsSaid(
  held: number,
  all: number,
  { told, wrong, frozen }: { told: boolean; wrong: boolean; frozen: boolean },
): string {
  // What was fresh before is kept in a silence, in which there may be fewer.
  const fresh = Math.min(held, all);
  if (!told && fresh === 0) return formatCount(all);
  return wrong || frozen || fresh === all
    ? `${formatCount(fresh)} of ${formatCount(all)}`
    : `${formatCount(fresh)} fresh, ${formatCount(all - fresh)} not known`;
}

export const CLOCKS_NOT_KNOWN = 'not known yet';

/** Of leaders' clocks: what is wrong; else how many are within a second, of how many while that is not all. */
export function clocksSaid({ off, torn, within, notKnown }: Vitals['clocks']): string {
  if (off > 0) return `${formatCount(off)} off`;
  if (torn > 0) return `${formatCount(torn)} stepped`;
  if (within === 0) return CLOCKS_NOT_KNOWN;
  return notKnown === 0
    ? 'within 1 s'
    : `${formatCount(within)} of ${formatCount(within + notKnown)} within 1 s`;
}
