/** One client's renewals through an API server that may be slow, by a clock that may be set. Times are ms since T0. */
import { certainlyOff } from '../../lib/detect/clock-limits.ts';
import { type OffsetBounds, offsetBounds } from '../../lib/lease/offset.ts';
import type { Random } from '../../lib/simulator/random.ts';
import { feed, lease, T0, watchedBook } from './builders.ts';

const LEAST_LATENCY_MS = 50;
/** A clock that is off by so much is told, ms (docs/findings/clock-skew.md). */
const OFF_MS = 1000;
/** Renewals whose bounds contradict each other by so much are told, ms (docs/findings/clock-step.md). */
const STEP_MS = 500;

export type Client = {
  periodMs: number;
  /** The next renewal is sent a period after the answer, as by client-go and the kubelet; else after the request. */
  waits: boolean;
  /** Longer by up to this share of the period. */
  jitter: number;
  /** It asks once more after so long; the API server does both. */
  patienceMs: number;
};
export const ELECTOR: Client = { periodMs: 2000, waits: true, jitter: 0.01, patienceMs: 5000 };
export const KUBELET: Client = { periodMs: 10_000, waits: true, jitter: 0.04, patienceMs: 10_000 };
export const CLIENTS: readonly Client[] = [
  ELECTOR,
  KUBELET,
  { ...ELECTOR, waits: false },
  { ...ELECTOR, periodMs: 10_000 },
  { ...KUBELET, waits: false },
];

export type Course = {
  client: Client;
  random: Random;
  untilMs: number;
  /** How long a request that is sent then takes until it is stamped, and from there until it is seen, ms. */
  requestMs: (sentAt: number) => { toStamp: number; toWatch: number };
  /** How far its clock is ahead then, ms. */
  offsetMs: (at: number) => number;
};
/** `offsetMs`: when it was read last. */
export type Look = { at: number; bounds: OffsetBounds; offsetMs: number };
type Write = { claimedAt: number; offsetMs: number; stampedAt: number; seenAt: number };

/** What is said of its clock with each renewal that arrives. */
export function watchClient(course: Course): Look[] {
  const world = watchedBook();
  const looks: Look[] = [];
  for (const { claimedAt, offsetMs, stampedAt, seenAt } of writesOf(course)) {
    world.scope.feed(feed({ since: T0, provenAt: T0 + seenAt }));
    const times = { renewedAt: T0 + claimedAt, writtenAt: T0 + stampedAt, acquiredAt: T0 - 60_000 };
    world.scope.changed(lease({ durationSeconds: 60, ...times }), T0 + seenAt, false);
    const { offsets, stampMoves } = world.get();
    const bounds = stampMoves === true ? offsetBounds(offsets, T0 + seenAt, LEAST_LATENCY_MS) : null;
    if (bounds !== null) looks.push({ at: seenAt, bounds, offsetMs });
  }
  return looks;
}

/** No one offset explains what was seen: that is no interval. */
export function isTurned({ bounds: { lower, upper } }: Look): boolean {
  return lower > upper;
}
export function isStep({ bounds: { lower, upper } }: Look): boolean {
  return lower - upper > STEP_MS;
}
export function isSkew(look: Look): boolean {
  return !isStep(look) && certainlyOff(look.bounds).leastOffMs > OFF_MS;
}
/**
 * By how much the truth lies beyond the interval, ms. Times of 2026 have a grain of a quarter of a microsecond; and 250
 * ms may pass for the latency of a fast request, where no more than 50 ms are allowed for.
 */
export function missedByMs({ bounds: { lower, upper }, offsetMs }: Look): number {
  return Math.max(lower - offsetMs, offsetMs - upper) - 0.01;
}

function writesOf({ client, random, untilMs, requestMs, offsetMs }: Course): Write[] {
  const writes: Write[] = [];
  for (let sentAt = random.between(0, client.periodMs); sentAt < untilMs; ) {
    let doneAt = sentAt;
    for (let tries = 0, from = sentAt; tries < 5; tries++, from += client.patienceMs) {
      const { toStamp, toWatch } = requestMs(from);
      const stampedAt = from + toStamp;
      const claimedAt = from + offsetMs(from);
      writes.push({ claimedAt, offsetMs: offsetMs(from), stampedAt, seenAt: stampedAt + toWatch });
      doneAt = stampedAt + toWatch;
      if (toStamp + toWatch <= client.patienceMs) break;
      doneAt = from + client.patienceMs;
    }
    const periodMs = client.periodMs * random.between(1, 1 + client.jitter);
    sentAt = client.waits ? doneAt + periodMs : Math.max(doneAt, sentAt + periodMs);
  }
  writes.sort((a, b) => a.seenAt - b.seenAt);
  // What was asked before the version that is there was written is refused.
  let youngest = Number.NEGATIVE_INFINITY;
  return writes.filter(({ claimedAt, offsetMs: ahead }) => {
    const askedAt = claimedAt - ahead;
    if (askedAt <= youngest) return false;
    youngest = askedAt;
    return true;
  });
}
