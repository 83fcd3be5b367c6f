/**
 * Whatever happens in whatever order, a page that applies what it is sent ends with the rows that the server has for
 * its viewer, and nothing that its viewer may not see was ever sent to it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOTHING_KNOWN as NO_MESSAGES, reduceLive } from '../../../lib/client/live-state.ts';
import { createLeaseBook } from '../../../lib/lease/book.ts';
import type { FeedState } from '../../../lib/lease/feed.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { unconfiguredFeed } from '../../../lib/server/feed-sum.ts';
import { type Sight, seenOf } from '../../../lib/server/sight.ts';
import { createStreamHub } from '../../../lib/server/stream/hub.ts';
import { rowSignature } from '../../../lib/server/stream/row-signature.ts';
import type { StreamFilter } from '../../../lib/server/stream/stream-filter.ts';
import type { LeaseRow } from '../../../lib/view/lease-row.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import type { HandoverMessage, PatchMessage, StreamMessage } from '../../../lib/view/stream.ts';
import { feed, lease } from '../../lease/builders.ts';
import { fakeTime } from '../fake-timers.ts';
import { status } from '../status-builder.ts';
import { readStream } from './stream-client.ts';

const NAMES = ['a', 'b', 'c', 'node-1', 'odd'];
const FILTERS: StreamFilter[] = [
  { namespaces: [], names: [], sight: null },
  { namespaces: ['apps'], names: [], sight: null },
  { namespaces: [], names: ['a', 'node-1', 'odd'], sight: null },
  { namespaces: [], names: [], sight: new Set(['apps', 'elsewhere']) },
  { namespaces: ['infra', 'apps'], names: [], sight: new Set(['infra', 'kube-node-lease']) },
  { namespaces: [], names: ['a', 'c'], sight: new Set(['infra']) },
  { namespaces: [], names: [], sight: new Set() },
];

const name = fc.constantFrom(...NAMES);
const pageNumber = fc.nat({ max: FILTERS.length });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('renew' as const), name, backlog: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('hand' as const),
      name,
      holder: fc.constantFrom('x', 'y', null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), name }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('recreate' as const), name }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('class' as const), elects: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('relist' as const), names: fc.subarray(NAMES) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('feed' as const), live: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(10, 100, 250, 1000, 12_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('come' as const), page: pageNumber }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('go' as const), page: pageNumber }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function setUp() {
  const time = fakeTime();
  let feedState: FeedState = 'live';
  const namespaceOf = new Map<number, string>();
  const book = createLeaseBook(
    {
      rowChanged(one) {
        namespaceOf.set(one.key, one.record.namespace);
        hub.rowChanged(one);
      },
      renewed: (one) => hub.renewed(one),
      removed: (one) => hub.removed(one),
      handover: (handover, one) => hub.handover(handover, one),
    },
    { remembers: false, draw: () => 0 },
  );
  const scope = book.addScope();
  book.trustStamps();
  scope.serverClock({ lower: -500, upper: 500, roundTripMs: 0 });
  const rowNow = (one: TrackedLease, now: number) => leaseRow(one, now, book.judging(one));
  function* all(sight: Sight): Iterable<TrackedLease> {
    yield* book.elections(sight);
    yield* book.heartbeats(sight);
  }
  const hub = createStreamHub({
    instance: 'one',
    timers: time.timers,
    onError: (error) => {
      throw error;
    },
    source: {
      all,
      row: rowNow,
      totals: book.totals,
      status,
      feed: () => ({ ...unconfiguredFeed(null, 1, null), state: feedState, scopes: [] }),
      provenAt: () => [null],
      now: time.now,
    },
  });
  time.timers.every(250, () => void book.sweep(time.now()));

  let version = 1;
  const kinds = new Map(NAMES.map((one) => [one, { uid: 1, holder: 'x' as string | null, elects: true }]));
  const recordOf = (which: string) => {
    const kind = kinds.get(which) ?? { uid: 1, holder: 'x', elects: true };
    const isNode = which === 'node-1';
    const isOdd = which === 'odd' && !kind.elects;
    return lease({
      name: which,
      namespace: isNode ? 'kube-node-lease' : which === 'c' ? 'infra' : 'apps',
      uid: `${which}-${kind.uid}`,
      holder: isNode ? 'node-1' : kind.holder,
      resourceVersion: String(version++),
      writtenAt: time.now(),
      // Most are never late, so that no change of state mends what was missed before.
      durationSeconds: which === 'a' ? 15 : 86_400,
      ...(isNode || isOdd ? { acquiredAt: null, transitions: null } : {}),
    });
  };
  const pages = FILTERS.concat(FILTERS.slice(0, 1)).map((filter) => ({
    filter,
    /** Namespaces that anything sent to it was of. */
    told: new Set<string>(),
    state: NO_MESSAGES,
    lastId: null as string | null,
    at: 0,
    open: null as { client: ReturnType<typeof readStream>; abort: AbortController } | null,
  }));

  function read(page: (typeof pages)[number]): void {
    const { open } = page;
    if (open === null) return;
    for (const message of open.client.received.slice(page.at)) {
      const instance = message.id === null ? null : message.id.slice(0, message.id.lastIndexOf('.'));
      // What was parsed is of the type that its event names; the schemas' tests see to that.
      page.state = reduceLive(
        page.state,
        { type: message.event, data: message.data } as StreamMessage,
        instance,
      );
      page.lastId = message.id ?? page.lastId;
      for (const namespace of namespacesIn(message.data, namespaceOf)) page.told.add(namespace);
    }
    page.at = open.client.received.length;
  }
  function come(page: (typeof pages)[number]): void {
    if (page.open !== null) return;
    const abort = new AbortController();
    page.at = 0;
    page.open = {
      abort,
      client: readStream(
        hub.open(page.filter, page.lastId, abort.signal, { recheck: async () => page.filter.sight }),
      ),
    };
  }
  function go(page: (typeof pages)[number]): void {
    read(page);
    page.open?.abort.abort();
    page.open = null;
  }
  function relist(names: readonly string[]): void {
    scope.listStarted();
    scope.listed(names.map(recordOf), time.now());
    scope.listDone({ at: time.now(), blindFrom: time.now() - 1 });
  }

  function tellFeed(state: FeedState): void {
    feedState = state;
    scope.feed(feed({ state, since: time.now() }));
    hub.feedChanged();
  }

  async function run(one: Step): Promise<void> {
    switch (one.type) {
      case 'renew':
        return scope.changed(recordOf(one.name), time.now(), one.backlog);
      case 'hand':
        kinds.set(one.name, { uid: 1, elects: true, ...kinds.get(one.name), holder: one.holder });
        return scope.changed(recordOf(one.name), time.now(), false);
      case 'delete':
        return scope.deleted(recordOf(one.name), time.now(), false);
      case 'recreate': {
        const kind = kinds.get(one.name);
        if (kind !== undefined) kind.uid += 1;
        return scope.changed(recordOf(one.name), time.now(), false);
      }
      case 'class': {
        const kind = kinds.get('odd');
        if (kind !== undefined) kind.elects = one.elects;
        return scope.changed(recordOf('odd'), time.now(), false);
      }
      case 'relist':
        return relist(one.names);
      case 'feed':
        return tellFeed(one.live ? 'live' : 'stale');
      case 'wait':
        return time.advance(one.ms);
      case 'come': {
        const page = pages[one.page];
        return page && come(page);
      }
      case 'go': {
        const page = pages[one.page];
        return page && go(page);
      }
    }
  }

  return { time, pages, book, run, tellFeed, relist, read, come, go, all, rowNow };
}

/** Of which namespaces a message tells: by its rows and handovers, and by the keys of Leases that it names. */
function namespacesIn(data: unknown, namespaceOf: ReadonlyMap<number, string>): string[] {
  const {
    rows = [],
    removed = [],
    renewals = [],
    handover,
  } = data as Partial<PatchMessage & HandoverMessage>;
  const keys = [...removed, ...renewals.map(([key]) => key)];
  const named = [...rows, ...(handover === undefined ? [] : [handover])].map(({ namespace }) => namespace);
  return [...named, ...keys.map((key) => namespaceOf.get(key) ?? 'nowhere')];
}

/** What is told about a row; `state` of a feed that is not live is told by the feed. */
const told = (row: LeaseRow) => `${row.name} ${rowSignature(row)} ${row.lastRenewalAt}`;

test('the page has what the server has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const world = setUp();
      const { time, pages } = world;
      world.relist(NAMES);
      world.tellFeed('live');
      for (const one of steps) await world.run(one);
      world.tellFeed('live');
      for (const page of pages) world.come(page);
      await time.advance(20_000);
      for (const page of pages) {
        world.read(page);
        const { namespaces, names, sight } = page.filter;
        expect(seenOf(sight, [...page.told])).toEqual([...page.told]);
        expect(page.state.totals).toEqual(world.book.totals(sight));
        const expected = [...world.all(sight)]
          .filter((one) => namespaces.length === 0 || namespaces.includes(one.record.namespace))
          .filter((one) => names.length === 0 || names.includes(one.record.name))
          .filter(
            (one) => names.length > 0 || one.elects || (one.state !== 'held' && one.state !== 'unknown'),
          )
          .map((one) => told(world.rowNow(one, time.now())));
        expect([...page.state.rows.values()].map(told).toSorted()).toEqual(expected.toSorted());
        world.go(page);
      }
    }),
    { numRuns: 150 },
  );
});
