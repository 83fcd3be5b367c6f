/**
 * The API server's clock against ours, from the Date header of its answers. A Date of d (whole seconds, cut
 * off) in an answer to a request sent at s and received at e was written between s and e, so that the
 * difference (server − ours) lies in [d − e, d + 1000 − s]. Intervals are intersected while they agree; when
 * one does not, a clock has moved (or another API server answered) and it starts anew with the latest. How
 * long the slowest request of ten minutes took goes with it: holders' requests may have taken that long too
 * (field guide §8).
 */
import type { ServerClock } from '../lease/sink.ts';

const SECOND_MS = 1000;
const WINDOW_MS = 600_000;

export function createServerClock(tell: (clock: ServerClock) => void): {
  observe(dateHeader: string | undefined, sentAt: number, receivedAt: number): void;
} {
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  let told = 0;
  let trips: { at: number; ms: number }[] = [];
  const slowest = (now: number): number => {
    trips = trips.filter(({ at }) => at > now - WINDOW_MS);
    return trips.reduce((most, { ms }) => Math.max(most, ms), 0);
  };
  return {
    observe(dateHeader, sentAt, receivedAt) {
      const date = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
      if (Number.isNaN(date)) return;
      trips.push({ at: receivedAt, ms: receivedAt - sentAt });
      const roundTripMs = slowest(receivedAt);
      const low = date - receivedAt;
      const high = date + SECOND_MS - sentAt;
      if (low > upper || high < lower) {
        lower = low;
        upper = high;
      } else if (low > lower || high < upper) {
        lower = Math.max(low, lower);
        upper = Math.min(high, upper);
      } else if (roundTripMs === told) {
        return;
      }
      told = roundTripMs;
      tell({ lower, upper, roundTripMs });
    },
  };
}
