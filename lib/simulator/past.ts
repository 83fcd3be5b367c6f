/**
 * The demo cluster's past, played faster than real time by the same electors, store and network as its present:
 * stretch by stretch, each as a small cluster on time of its own that ends as the next one begins.
 */
import type { ServerLoad } from './network.ts';
import { playElection, settlingMs } from './past-election.ts';
import type { PastLease } from './past-plan.ts';
import { PAST_MS, SLOW, UNWATCHED } from './past-story.ts';
import { createPlayedTime } from './played-time.ts';
import { createRandom } from './random.ts';
import { createStore, type Store } from './store.ts';
import type { Timers } from './time.ts';

/** True time, epoch ms. */
export type Span = { from: number; to: number };

export type PlayedStretch = {
  span: Span;
  store: Store;
  timers: Timers;
  /** Nobody watched then, inside the span; null when it was watched whole. */
  unwatched: Span | null;
  /** Plays on for at most `ms`; true when there is more. */
  pass(ms: number): boolean;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SECOND = 1_000;
/** Far more than are written, so that versions of one stretch are older than all of the next. */
const REVISIONS_A_SECOND = 40;
/** Slow requests come in before a leader gives up: leader election has a priority level of its own. */
const SLOWEST_OF_DEADLINE = 0.75;

/** Stretches of about an hour, newest first; between two of them nothing is about to change. They begin with a minute. */
export function stretches(leases: readonly PastLease[], beginsAt: number): Span[] {
  const busy = leases.flatMap(({ spec, tenures }) =>
    tenures.slice(1).map(({ from }) => ({ from: from - settlingMs(spec.timing), to: from + 60 * SECOND })),
  );
  for (const { from, to } of [UNWATCHED, SLOW])
    busy.push({ from: beginsAt - (from + 60) * SECOND, to: beginsAt - (to - 60) * SECOND });
  const out: Span[] = [];
  const oldest = beginsAt - PAST_MS;
  let to = beginsAt;
  while (to > oldest) {
    let from = wholeMinute(Math.max(oldest, to - HOUR_MS));
    for (let hit = meets(busy, from); hit !== undefined; hit = meets(busy, from))
      from = wholeMinute(hit.from - 1);
    out.push({ from, to });
    to = from;
  }
  return out;
}

const wholeMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS;

function meets(busy: readonly Span[], at: number): Span | undefined {
  return busy.find(({ from, to }) => at >= from && at <= to);
}

/** `revision`: the resourceVersion with which the cluster begins at `beginsAt`. */
export function playStretch(
  leases: readonly PastLease[],
  span: Span,
  beginning: { at: number; revision: number },
): PlayedStretch {
  const time = createPlayedTime(span.from);
  const random = createRandom(Math.round(span.from / SECOND));
  const revision =
    beginning.revision - Math.ceil(((beginning.at - span.from) / SECOND + 10) * REVISIONS_A_SECOND);
  const store = createStore(time.now, time.now, random, revision);
  for (const lease of leases) {
    const load: ServerLoad = { slowMs: 0, stalledUntil: 0 };
    const slowMs = Math.min(SLOW.requestMs, lease.spec.timing[1] * 1000 * SLOWEST_OF_DEADLINE);
    const set = (age: number, ms: number) => {
      const inMs = beginning.at - age * SECOND - span.from;
      if (inMs < 0 || inMs > span.to - span.from) return;
      time.after(inMs, () => {
        load.slowMs = ms;
      });
    };
    set(SLOW.from, slowMs);
    set(SLOW.to, 0);
    playElection(lease, { timers: time, random, store, load });
  }
  const unwatched = {
    from: beginning.at - UNWATCHED.from * SECOND,
    to: beginning.at - UNWATCHED.to * SECOND,
  };
  return {
    span,
    store,
    timers: time,
    unwatched: unwatched.from > span.from && unwatched.to < span.to ? unwatched : null,
    pass(ms) {
      time.pass(Math.min(ms, span.to - time.now()));
      return time.now() < span.to;
    },
  };
}
