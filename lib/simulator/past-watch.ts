/**
 * Watches a stretch of the past as a Tenure that ran then would have: a list, a watch, and where it was away a
 * list again. What it tells goes through the same decoding as from a real API server, by way of JSON.
 */
import { decodeLease } from '../lease/decode.ts';
import { blankFeed, type FeedState } from '../lease/feed.ts';
import type { LeaseRecord } from '../lease/record.ts';
import type { LeaseSink } from '../lease/sink.ts';
import type { LeaseVersion } from './lease-version.ts';
import type { PlayedStretch, Span } from './past.ts';

/** The slowest of its own requests, ms: what holders' requests may have taken too. */
const ROUND_TRIP_MS = 10;

/** Sees all of the stretch but what is unwatched; to be called before the stretch is played. */
export function watchPast(stretch: PlayedStretch, sink: LeaseSink): void {
  const { store, timers, span, unwatched } = stretch;
  let watching = false;
  let since = span.from;

  const feed = (state: FeedState, at: number) => {
    sink.feed({ ...blankFeed(null, state, since), provenAt: at, lostAt: state === 'live' ? null : at });
  };
  function list(blindFrom: number | null): void {
    const at = timers.now();
    sink.serverClock({ lower: 0, upper: 0, roundTripMs: ROUND_TRIP_MS });
    sink.listStarted();
    sink.listed(store.leaseTable.snapshot().flatMap(recordOf), at);
    sink.listDone({ at, blindFrom });
    watching = true;
    since = at;
    feed('live', at);
  }

  store.leaseTable.subscribe(({ type, version }) => {
    if (!watching) return;
    const at = timers.now();
    for (const record of recordOf(version)) {
      if (type === 'DELETED') sink.deleted(record, at, false);
      else sink.changed(record, at, false);
    }
  });
  list(null);
  if (unwatched === null) return;
  const at = (when: number, run: () => void) => timers.after(when - timers.now(), run);
  at(unwatched.from, () => {
    watching = false;
    since = unwatched.from;
    feed('unreachable', unwatched.from);
  });
  at(unwatched.to, () => list(unwatched.from));
}

/** What of the stretch was watched, oldest first. */
export function watchedSpans({ span, unwatched }: PlayedStretch): Span[] {
  if (unwatched === null) return [span];
  return [
    { from: span.from, to: unwatched.from },
    { from: unwatched.to, to: span.to },
  ];
}

function recordOf(version: LeaseVersion): LeaseRecord[] {
  const record = decodeLease(JSON.parse(version.json()));
  return record === null ? [] : [record];
}
