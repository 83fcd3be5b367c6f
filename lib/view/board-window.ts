/**
 * The stretch that the strips cover. 24 h, but not before there is something to show of it: minutes of
 * watching in a strip of 24 h are one pixel, so the strip grows in steps with the time watched, each about
 * twice the one before: after the first minute, what is known is never much less than what is not.
 */
import { formatRough } from './format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STEPS = [2, 5, 10, 20, 40, 60, 2 * 60, 4 * 60, 8 * 60, 16 * 60, 24 * 60].map(
  (minutes) => minutes * MINUTE,
);
export const WHOLE_WINDOW_MS = 24 * HOUR;

export type StripWindow = {
  from: number;
  to: number;
  lengthMs: number;
  /** "Last 15 min" */
  title: string;
  /** "watched for 12 min"; null once all of it has been watched. */
  watched: string | null;
};

export function stripWindow(now: number, watchedSince: number | null): StripWindow {
  const watchedMs = watchedSince === null ? 0 : Math.max(0, now - watchedSince);
  const lengthMs = STEPS.find((step) => watchedMs <= step) ?? WHOLE_WINDOW_MS;
  return {
    from: now - lengthMs,
    to: now,
    lengthMs,
    title: `Last ${formatRough(lengthMs)}`.replace('1 d', '24 h'),
    watched:
      watchedSince === null
        ? 'not watched yet'
        : watchedMs >= WHOLE_WINDOW_MS
          ? null
          : `watched for ${formatRough(watchedMs)}`,
  };
}
