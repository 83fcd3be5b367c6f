import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumTallies } from '../../../lib/lease/tally.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { NAMED_LASTS } from '../../../lib/server/auth/auth-expiry.ts';
import { EVERYONE } from '../../../lib/server/current-viewer.ts';
import { sumFeeds, unconfiguredFeed } from '../../../lib/server/feed-sum.ts';
import { seenHistory } from '../../../lib/server/status.ts';
import { CHOICES, MOST_EMPTY } from '../../../lib/server/stream/channel-room.ts';
import { createStreamHub, HEARTBEAT_ROWS } from '../../../lib/server/stream/hub.ts';
import { filterOf, type StreamFilter } from '../../../lib/server/stream/stream-filter.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import type {
  HandoverMessage,
  HistoryMessage,
  PatchMessage,
  PermissionsMessage,
  SnapshotMessage,
} from '../../../lib/view/stream.ts';
import { authWorld } from '../auth/auth-world.ts';
import { fakeTime } from '../fake-timers.ts';
import { handover } from '../kept/handover-builder.ts';
import { LIVE, tracked } from '../leases/lease-builders.ts';
import { status } from '../status-builder.ts';
import { readStream } from './stream-client.ts';

const ALL: StreamFilter = { namespaces: [], names: [], sight: null };

function setUp(
  queueBytes?: number,
  onError = (error: unknown): void => {
    throw error;
  },
) {
  const time = fakeTime();
  const leases = new Set<TrackedLease>();
  let rowsMade = 0;
  let live = false;
  const feed = () => {
    const sum = sumFeeds([unconfiguredFeed(null, time.now(), null)]);
    return live ? { ...sum, state: 'live' as const } : sum;
  };
  const closed: string[] = [];
  const hub = createStreamHub({
    instance: 'one',
    timers: time.timers,
    onClose: (reason) => closed.push(reason),
    onError,
    ...(queueBytes === undefined ? {} : { queueBytes }),
    source: {
      all: () => leases,
      row(lease, now) {
        rowsMade += 1;
        return leaseRow(lease, now, LIVE);
      },
      totals: () => sumTallies([]),
      status,
      feed,
      provenAt: () => [null],
      now: time.now,
    },
  });
  const open = async (filter = ALL, lastId: string | null = null, recheck = EVERYONE.recheck) => {
    const abort = new AbortController();
    const client = readStream(hub.open(filter, lastId, abort.signal, { recheck }));
    await time.settle();
    return { ...client, abort };
  };
  const add = (lease: TrackedLease) => {
    leases.add(lease);
    hub.rowChanged(lease);
    return lease;
  };
  const goLive = () => {
    live = true;
    hub.feedChanged();
  };
  return { time, hub, leases, add, open, closed, goLive, rowsMade: () => rowsMade };
}

const names = (message: { rows: { name: string }[] } | undefined) => message?.rows.map((row) => row.name);

test('what was read meanwhile is told before the feed is called live', async () => {
  const { add, open, goLive, time } = setUp();
  const client = await open();
  add(tracked({ name: 'late' }));
  goLive();
  await time.settle();
  const told = client.received.map(({ event }) => event).filter((event) => event !== 'snapshot');
  expect(told).toEqual(['patch', 'feed']);
  const [patch] = client.of<PatchMessage>('patch');
  expect(names(patch)).toEqual(['late']);
  expect(patch?.totals).not.toBeNull();
});

test('what is said of the history is said to each sight, or not at all', async () => {
  const { open, hub, time } = setUp();
  const all = await open();
  const some = await open({ ...ALL, sight: new Set(['apps']) });
  const history = { ...status().history, lost: 7 };
  hub.historyChanged((sight) => (sight === null ? history : null));
  hub.historyChanged((sight) => seenHistory(history, sight));
  await time.settle();
  const lost = (client: typeof all) => client.of<HistoryMessage>('history').map((one) => one.history.lost);
  expect([lost(all), lost(some)]).toEqual([[7, 7], [0]]);
});

describe('snapshot', () => {
  test('holds what elects and heartbeats that are not held, with the status first', async () => {
    const { add, open } = setUp();
    add(tracked({ name: 'a' }));
    add(tracked({ name: 'node-1', class: 'node-heartbeat' }));
    const late = tracked({ name: 'node-2', class: 'node-heartbeat' });
    late.state = 'late';
    add(late);
    const [snapshot] = (await open()).of<SnapshotMessage>('snapshot');
    expect(names(snapshot)).toEqual(['a', 'node-2']);
    expect(snapshot).toMatchObject({ done: 2, total: 2, status: { version: expect.any(String) } });
  });

  test('comes in chunks, is made once for all viewers, and only its last chunk has an id', async () => {
    const { add, open, rowsMade, time } = setUp();
    for (let i = 0; i < 1200; i++) add(tracked({ name: `lease-${i}` }));
    const first = await open();
    const made = rowsMade();
    const second = await open();
    await time.settle();
    expect(rowsMade()).toBe(made);
    const chunks = first.received.filter((message) => message.event === 'snapshot');
    expect(chunks.map((chunk) => (chunk.data as SnapshotMessage).done)).toEqual([500, 1000, 1200]);
    expect(chunks.map((chunk) => chunk.id)).toEqual([null, null, 'one-1.0']);
    expect(second.of('snapshot')).toEqual(first.of('snapshot'));
  });

  test('of nothing is one empty chunk', async () => {
    const [snapshot] = (await (await setUp()).open()).of<SnapshotMessage>('snapshot');
    expect(snapshot).toMatchObject({ rows: [], done: 0, total: 0 });
  });
});

test('what may be read is told to every stream when it is known', async () => {
  const { open, hub, time } = setUp();
  const client = await open();
  hub.permissionsChanged();
  await time.settle();
  expect(client.of<PermissionsMessage>('permissions')).toEqual([
    { permissions: status().permissions, now: expect.any(Number) },
  ]);
});

describe('patch', () => {
  test('a changed row goes out with the next one, a renewal as a pair', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const client = await open();
    await time.advance(1000);
    const before = client.of('patch').length;
    lease.lastRenewalAt = time.now();
    hub.renewed(lease);
    await time.advance(250);
    const [renewal] = client.of<PatchMessage>('patch').slice(before);
    expect(renewal?.renewals).toEqual([[lease.key, lease.lastRenewalAt]]);
    lease.state = 'late';
    hub.rowChanged(lease);
    await time.advance(250);
    expect(client.of<PatchMessage>('patch').at(-1)?.rows).toMatchObject([{ name: 'a', state: 'late' }]);
  });

  test('a Lease renewed ten times a second is a pair once a second, in at most four patches', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const client = await open();
    await time.advance(2000);
    const before = client.of('patch').length;
    for (let i = 0; i < 50; i++) {
      lease.lastRenewalAt = time.now();
      hub.renewed(lease);
      await time.advance(100);
    }
    const patches = client.of<PatchMessage>('patch').slice(before);
    expect(patches.length).toBeLessThanOrEqual(20);
    expect(patches.flatMap((patch) => patch.renewals).length).toBeLessThanOrEqual(6);
    expect(patches.flatMap((patch) => patch.renewals).length).toBeGreaterThanOrEqual(4);
  });

  test('a quiet cluster still says so every five seconds, with a comment every fifteen', async () => {
    const { open, time } = setUp();
    const client = await open();
    await time.advance(60_000);
    expect(client.of('patch').length).toBeGreaterThanOrEqual(11);
    expect(client.of('patch').length).toBeLessThanOrEqual(13);
    expect(client.comments()).toBe(4);
  });

  test('removed Leases, and heartbeats that are held again, are named by their keys', async () => {
    const { add, open, hub, time, leases } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const node = tracked({ name: 'node-1', class: 'node-heartbeat' });
    node.state = 'expired';
    add(node);
    const client = await open();
    node.state = 'held';
    hub.rowChanged(node);
    leases.delete(lease);
    hub.removed(lease);
    await time.advance(250);
    expect(client.of<PatchMessage>('patch').at(-1)?.removed).toEqual([node.key, lease.key]);
  });

  test('a Lease that turns out to be a heartbeat goes', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a', class: 'unknown' }));
    const client = await open();
    lease.class = 'component-heartbeat';
    lease.elects = false;
    hub.rowChanged(lease);
    await time.advance(250);
    expect(client.of<PatchMessage>('patch').at(-1)?.removed).toEqual([lease.key]);
  });

  test('a cluster-wide stall of heartbeats gives rows for a bounded number of them', async () => {
    const { add, open } = setUp();
    for (let i = 0; i < HEARTBEAT_ROWS + 200; i++) {
      const node = tracked({ name: `node-${i}`, class: 'node-heartbeat' });
      node.state = 'late';
      add(node);
    }
    const client = await open();
    expect(client.of<SnapshotMessage>('snapshot').at(-1)?.total).toBe(HEARTBEAT_ROWS);
  });

  test('a handover leaves at once', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const client = await open();
    hub.handover(handover({ id: 'h1', name: 'a' }), lease);
    await time.settle();
    expect(client.of<HandoverMessage>('handover')).toMatchObject([{ handover: { id: 'h1' } }]);
  });
});

describe('filters', () => {
  test('a stream of one Lease sees only that, heartbeats and whole rows of renewals included', async () => {
    const { add, open, hub, time } = setUp();
    const other = add(tracked({ name: 'other' }));
    const node = add(tracked({ namespace: 'kube-node-lease', name: 'node-1', class: 'node-heartbeat' }));
    const client = await open({ namespaces: ['kube-node-lease'], names: ['node-1'], sight: null });
    expect(names(client.of<SnapshotMessage>('snapshot')[0])).toEqual(['node-1']);
    node.lastRenewalAt = time.now() + 100;
    hub.renewed(node);
    hub.renewed(other);
    hub.rowChanged(other);
    hub.handover(handover({ name: 'other' }), other);
    await time.advance(1000);
    expect(client.of<PatchMessage>('patch').flatMap((patch) => names(patch))).toEqual(['node-1']);
    expect(client.of('handover')).toEqual([]);
  });
});

describe('coming back', () => {
  test('with an id in the window a client gets only what it missed', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const first = await open();
    await time.advance(500);
    const id = first.lastId();
    first.abort.abort();
    hub.handover(handover({ id: 'missed' }), lease);
    await time.advance(1000);
    const again = await open(ALL, id);
    expect(again.of('snapshot')).toEqual([]);
    expect(again.of<HandoverMessage>('handover')).toMatchObject([{ handover: { id: 'missed' } }]);
  });

  test.each(['other-1.0', 'one-1.999', 'one-1.x', 'one-2.0', ''])(
    'with the id %j it gets a snapshot',
    async (id) => {
      const { open } = setUp();
      await open();
      expect((await open(ALL, id)).of('snapshot').length).toBe(1);
    },
  );

  test('after the window has moved on it gets a snapshot', async () => {
    const { add, open, hub, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    const first = await open();
    await time.advance(300);
    const id = first.lastId();
    const evidence = { text: 'x'.repeat(1_000_000) };
    for (let i = 0; i < 6; i++) hub.handover(handover({ id: `h${i}`, evidence }), lease);
    expect((await open(ALL, id)).of('snapshot').length).toBe(1);
  });

  test('a minute without viewers ends the work for them', async () => {
    const { open, time, hub } = setUp();
    const client = await open();
    client.abort.abort();
    await time.advance(90_000);
    expect(hub.channels()).toBe(0);
    expect(time.pending()).toBe(0);
  });
});

describe('how many channels there are', () => {
  const named = (name: string): StreamFilter => ({ ...ALL, names: [name] });
  const refusal = (work: () => unknown): string => {
    try {
      work();
      return 'let in';
    } catch (error) {
      return String((error as { code: string }).code);
    }
  };
  function setUpOpen() {
    const { hub, time } = setUp();
    const open = (filter: StreamFilter, client: string) => {
      const abort = new AbortController();
      hub.open(filter, null, abort.signal, { recheck: EVERYONE.recheck, client });
      return () => abort.abort();
    };
    return { hub, time, open };
  }

  test('is bounded by client and in all for choices of Leases, and not for who follows all that they see', () => {
    const { hub, open } = setUpOpen();
    const { ofClient, all } = CHOICES;
    const leave = open(named('0'), 'a');
    for (let at = 1; at < ofClient; at += 1) open(named(String(at)), 'a');
    expect(refusal(() => open(named('more'), 'a'))).toBe('too_many_requests');
    expect(refusal(() => open(named('1'), 'a'))).toBe('let in');
    for (let at = ofClient; at < all; at += 1) open(named(String(at)), `b${at}`);
    expect(refusal(() => open(named('more'), 'c'))).toBe('overloaded');
    for (let at = 0; at < 300; at += 1) open({ ...ALL, sight: new Set([`team-${at}`]) }, 'a');
    expect(hub.viewers()).toBe(all + 301);
    // What nobody is in makes room, and is no second one for who comes back to it.
    leave();
    expect(refusal(() => open(named('0'), 'a'))).toBe('let in');
    expect(refusal(() => open(named('more'), 'a'))).toBe('too_many_requests');
  });

  test('those that a client has left are none of its own', () => {
    const { open } = setUpOpen();
    for (let at = 0; at < MOST_EMPTY; at += 1) open(named(`left-${at}`), 'a')();
    for (let at = 0; at < CHOICES.ofClient; at += 1)
      expect(refusal(() => open(named(String(at)), 'a'))).toBe('let in');
    expect(refusal(() => open(named('more'), 'a'))).toBe('too_many_requests');
  });

  test('does not grow with those that were left at once', async () => {
    const { hub, open, time } = setUpOpen();
    const last = open(ALL, 'b');
    for (let at = 0; at < 500; at += 1) open(named(String(at)), 'a')();
    expect(hub.channels()).toBeLessThanOrEqual(MOST_EMPTY + 2);
    await time.advance(250);
    expect(hub.channels()).toBe(MOST_EMPTY + 1);
    last();
    await time.advance(250);
    expect(hub.channels()).toBe(MOST_EMPTY);
  });

  test('never costs a viewer their channel, also not while their snapshot is made', async () => {
    const { add, hub, open, time } = setUp();
    const lease = add(tracked({ name: 'a' }));
    for (let at = 0; at < 1200; at += 1) add(tracked({ name: `lease-${at}` }));
    const gone = new AbortController();
    hub.open(ALL, null, gone.signal, EVERYONE);
    const opening = open();
    gone.abort();
    for (let at = 0; at < 100; at += 1) {
      await time.advance(1);
      const abort = new AbortController();
      hub.open(named(String(at)), null, abort.signal, EVERYONE);
      abort.abort();
    }
    const client = await opening;
    await time.advance(500);
    hub.handover(handover({ id: 'h1', name: 'a' }), lease);
    await time.settle();
    expect(client.of<HandoverMessage>('handover')).toHaveLength(1);
  });
});

test('the same Leases are the same channel, in whatever order and however often they are named', async () => {
  const { open, hub } = setUp();
  for (const namespace of [
    ['a', 'b'],
    ['b', 'a'],
    ['b', 'a', 'a', 'b'],
  ])
    await open(filterOf({ namespace, name: ['x', 'x'] }, null));
  expect([hub.viewers(), hub.channels()]).toEqual([3, 1]);
});

describe('ending', () => {
  test('five hundred aborted or cancelled streams leave nothing behind', async () => {
    const { open, hub, time, closed } = setUp();
    for (let i = 0; i < 500; i++) {
      const client = await open();
      if (i % 3 === 0) client.abort.abort();
      else if (i % 3 === 1) await client.cancel();
      else {
        client.abort.abort();
        await client.cancel().catch(() => undefined);
      }
    }
    await time.settle();
    expect(hub.viewers()).toBe(0);
    expect(closed.length).toBe(500);
    await time.advance(90_000);
    expect(time.pending()).toBe(0);
  });

  test('a client that stops reading is closed, and the others are not', async () => {
    const { add, open, hub, closed, time } = setUp(100_000);
    const lease = add(tracked({ name: 'a' }));
    hub.open(ALL, null, new AbortController().signal, EVERYONE);
    await time.settle();
    const reading = await open();
    for (let i = 0; i < 60; i++) {
      hub.handover(handover({ id: `h${i}`, evidence: { text: 'x'.repeat(10_000) } }), lease);
      await time.settle();
    }
    expect(closed).toEqual(['stalled']);
    expect(reading.ended()).toBe('open');
    expect(hub.viewers()).toBe(1);
  });

  test('the end of a session ends its streams at once, and no others', async () => {
    const { hub, time, closed } = setUp();
    for (const session of ['a', 'b', 'a', undefined])
      hub.open(ALL, null, new AbortController().signal, {
        recheck: EVERYONE.recheck,
        ...(session === undefined ? {} : { session }),
      });
    await time.settle();
    hub.endSession('a');
    expect(closed).toEqual(['sight', 'sight']);
    expect(hub.viewers()).toBe(2);
  });

  test('closing ends every stream, and whoever comes later', async () => {
    const { open, hub, time } = setUp();
    const clients = [await open(), await open()];
    hub.close();
    await time.settle();
    expect(clients.map((client) => client.ended())).toEqual(['closed', 'closed']);
    expect((await open()).ended()).toBe('closed');
    expect(time.pending()).toBe(0);
  });
});

describe('what a viewer may see', () => {
  const only = (...namespaces: string[]): StreamFilter => ({ ...ALL, sight: new Set(namespaces) });

  test('is all that the snapshot has, made once for all who see the same', async () => {
    const { add, open, rowsMade } = setUp();
    add(tracked({ name: 'a', namespace: 'apps' }));
    add(tracked({ name: 'b', namespace: 'infra' }));
    const first = await open(only('apps', 'more'));
    const made = rowsMade();
    const second = await open(only('more', 'apps'));
    expect(rowsMade()).toBe(made);
    expect(names(first.of<SnapshotMessage>('snapshot')[0])).toEqual(['a']);
    expect(second.of('snapshot')).toEqual(first.of('snapshot'));
    expect(names((await open(only('infra'))).of<SnapshotMessage>('snapshot')[0])).toEqual(['b']);
    expect(names((await open(only())).of<SnapshotMessage>('snapshot')[0])).toEqual([]);
  });

  test('cannot be looked past by the id of a message of another stream', async () => {
    const { add, open, hub, time } = setUp();
    add(tracked({ name: 'a', namespace: 'apps' }));
    const lease = add(tracked({ name: 'b', namespace: 'infra' }));
    const all = await open();
    hub.handover(handover({ namespace: 'infra' }), lease);
    await time.advance(300);
    const other = await open(only('apps'), all.lastId());
    expect(JSON.stringify(other.received)).not.toContain('infra');
    expect(other.of('snapshot')).toHaveLength(1);
  });

  test('alerts are made once for all who see the same, and left out where there is nothing to tell', async () => {
    const { open, hub, time } = setUp();
    const [one, two, none, all] = [
      await open(only('apps')),
      await open(only('apps')),
      await open(only('infra')),
      await open(),
    ];
    let asked = 0;
    const counts = { critical: 1, warning: 0, info: 0 };
    hub.alertsChanged((sight) => {
      asked += 1;
      return sight?.has('infra') ? null : { alerts: [], more: sight === null ? 2 : 1, counts, now: 0 };
    });
    await time.settle();
    expect(asked).toBe(3);
    expect(one.of('alert')).toMatchObject([{ more: 1 }]);
    expect(two.of('alert')).toMatchObject([{ more: 1 }]);
    expect(none.of('alert')).toEqual([]);
    expect(all.of('alert')).toMatchObject([{ more: 2 }]);
  });
});

describe('a stream whose viewer', () => {
  const apps: StreamFilter = { ...ALL, sight: new Set(['apps']) };

  test('sees the same goes on', async () => {
    const { open, closed, time } = setUp();
    const client = await open(apps, null, async () => new Set(['apps']));
    await open();
    await time.advance(120_000);
    expect([client.ended(), closed]).toEqual(['open', []]);
  });
  test.each([
    ['sees more', async () => new Set(['apps', 'infra'])],
    ['sees less', async () => new Set<string>()],
    ['sees everything', async () => null],
    ['is gone', async () => 'gone' as const],
    ['is never told of', () => new Promise<never>(() => undefined)],
  ])('%s ends within 30 s, and no other', async (_, recheck) => {
    const { open, closed, time } = setUp();
    const client = await open(apps, null, recheck);
    const other = await open();
    await time.advance(30_000);
    expect([client.ended(), other.ended(), closed]).toEqual(['closed', 'open', ['sight']]);
  });
  test('cannot be asked about ends, and says so', async () => {
    const failures: unknown[] = [];
    const { open, closed, time } = setUp(undefined, (error) => failures.push(error));
    const client = await open(apps, null, () => Promise.reject(new Error('no answer')));
    await time.advance(30_000);
    expect([client.ended(), closed, failures]).toEqual(['closed', ['sight'], [new Error('no answer')]]);
  });
  test('had a right that was taken ends within 30 s, though nobody answers and it comes back again and again', async () => {
    const moment = fc.nat(40_000);
    await fc.assert(
      fc.asyncProperty(moment, fc.array(moment, { maxLength: 5 }), async (awayAt, pagesAt) => {
        const { open, time } = setUp();
        const { gate, away } = authWorld({ admin: { user: 'ana' } }, {}, time.now);
        const claim = { type: 'token', token: 'admin', session: null } as const;
        const start = time.now();
        let client: Awaited<ReturnType<typeof open>> | null = null;
        const steps = [...pagesAt, awayAt, ...Array.from({ length: 76 }, (_, second) => second * 1000)];
        for (const step of steps.toSorted((a, b) => a - b)) {
          await time.advance(start + step - time.now());
          if (step === awayAt) away(true);
          if (pagesAt.includes(step)) await gate.admit(claim, 'c', 'data').catch(() => null);
          if (client?.ended() !== 'open') {
            const viewer = await gate.admit(claim, 'c', 'stream').catch(() => null);
            client = viewer === null ? null : await open(ALL, null, viewer.recheck);
          }
          if (step > awayAt + 30_000) expect(client).toBeNull();
        }
      }),
      { numRuns: 20 },
    );
  });
  test('was named by a proxy ends in some minutes, and goes on where it was once that names them anew', async () => {
    const { add, open, closed, time } = setUp();
    const { gate } = authWorld({}, { mode: 'proxy' }, time.now);
    const named = async () =>
      (await gate.admit({ type: 'named', user: 'ana', groups: [] }, 'c', 'data')).recheck;
    add(tracked({ name: 'before' }));
    const client = await open(ALL, null, await named());
    await time.advance(NAMED_LASTS.leastMs);
    expect([client.ended(), client.retryMs()]).toEqual(['open', 2000]);
    await time.advance(NAMED_LASTS.spreadMs / 2 + 15_000);
    expect([client.ended(), client.retryMs(), closed]).toEqual(['closed', 250, ['sight']]);
    add(tracked({ name: 'meanwhile' }));
    await time.advance(250);
    const back = await open(ALL, client.lastId(), await named());
    await time.advance(250);
    expect(back.of('snapshot')).toEqual([]);
    expect(back.of<PatchMessage>('patch').flatMap((message) => names(message))).toEqual(['meanwhile']);
    await time.advance(NAMED_LASTS.leastMs);
    expect(back.ended()).toBe('open');
  });
});
