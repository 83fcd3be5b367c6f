/** Where the ticks of an axis from seconds to months stand, and what is written there; in the reader's zone. */
import type { TimeZone } from './format.ts';
import { formatClock, formatTime } from './format.ts';
import type { TimeRange } from './time-axis.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 7, 14, 30, 90].map((count) => count * DAY),
];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `strong`: the first of its day, written as the date. */
export type Tick = { at: number; label: string; strong: boolean };

/** On whole steps of the zone's own clock, at most `most` of them. */
export function axisTicks({ from, to }: TimeRange, most: number, zone: TimeZone): Tick[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= Math.max(1, most)) ?? to - from;
  const ticks: Tick[] = [];
  const first = Math.floor((from + offsetAt(from, zone)) / step) * step;
  for (let local = first; ticks.length <= most + 1; local += step) {
    // The zone's offset at that moment, for clocks are put forward and back inside a range.
    const at = local - offsetAt(local - offsetAt(local, zone), zone);
    if (at > to) break;
    // What the clock leaves out when it is put forward would be the hour after it once more.
    if (at < from || at <= (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) continue;
    const midnight = local % DAY === 0;
    ticks.push({ at, strong: midnight, label: midnight ? dateOf(local) : clockOf(at, step, zone) });
  }
  return ticks;
}

/** The zone's clock minus UTC, ms. */
function offsetAt(at: number, zone: TimeZone): number {
  return zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset() * MINUTE;
}

function clockOf(at: number, step: number, zone: TimeZone): string {
  return step < MINUTE ? formatTime(at, zone) : formatClock(at, zone);
}

/** `local`: the zone's own clock as if it were UTC. */
function dateOf(local: number): string {
  const date = new Date(local);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}
