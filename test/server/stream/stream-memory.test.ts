/** Whatever viewers do, what their streams hold stays within one budget; a message that many share counts once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumTallies } from '../../../lib/lease/tally.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { EVERYONE } from '../../../lib/server/current-viewer.ts';
import { sumFeeds, unconfiguredFeed } from '../../../lib/server/feed-sum.ts';
import type { Sight } from '../../../lib/server/sight.ts';
import { createStreamHub } from '../../../lib/server/stream/hub.ts';
import type { StreamFilter } from '../../../lib/server/stream/stream-filter.ts';
import { createStreamMemory } from '../../../lib/server/stream/stream-memory.ts';
import { openViewer } from '../../../lib/server/stream/viewer.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import type { SnapshotMessage } from '../../../lib/view/stream.ts';
import { fakeTime } from '../fake-timers.ts';
import { handover } from '../kept/handover-builder.ts';
import { LIVE, tracked } from '../leases/lease-builders.ts';
import { status } from '../status-builder.ts';
import { readStream } from './stream-client.ts';

const ALL: StreamFilter = { namespaces: [], names: [], sight: null };
const MB = 1024 * 1024;

function setUp(streamBytes: number, leaseCount: number) {
  const time = fakeTime();
  const leases: TrackedLease[] = Array.from({ length: leaseCount }, (_, index) =>
    tracked({ name: `lease-${index}`, namespace: 'apps' }),
  );
  const closed: string[] = [];
  const hub = createStreamHub({
    instance: 'one',
    timers: time.timers,
    streamBytes,
    onClose: (reason) => closed.push(reason),
    onError(error) {
      throw error;
    },
    source: {
      all: (_: Sight) => leases,
      row: (lease, now) => leaseRow(lease, now, LIVE),
      totals: () => sumTallies([]),
      status,
      feed: () => sumFeeds([unconfiguredFeed(null, time.now(), null)]),
      provenAt: () => [null],
      now: time.now,
    },
  });
  let most = 0;
  /** What one channel sends in a burst; it may be over the budget by one message only. */
  const tell = (bytes: number) => {
    const [lease] = leases;
    if (lease === undefined) throw new Error('there is no Lease');
    hub.handover(handover({ id: 'h', namespace: 'apps', evidence: { text: 'x'.repeat(bytes) } }), lease);
    most = Math.max(most, hub.held());
  };
  const open = (filter: StreamFilter, signal = new AbortController().signal) =>
    hub.open(filter, null, signal, EVERYONE);
  return { time, hub, closed, tell, open, most: () => Math.max(most, hub.held()) };
}

describe('the memory of all streams', () => {
  test('counts a message once, whoever holds it, and nothing when all have let it go', () => {
    const steps = fc.array(fc.record({ which: fc.nat({ max: 4 }), holds: fc.boolean() }));
    fc.assert(
      fc.property(steps, (all) => {
        const memory = createStreamMemory(() => undefined);
        const messages = Array.from({ length: 5 }, (_, index) => new Uint8Array(1000 * (index + 1)));
        const places = messages.map(() => 0);
        for (const { which, holds } of all) {
          const bytes = messages[which] ?? new Uint8Array();
          if (holds) memory.hold(bytes);
          else memory.release(bytes);
          places[which] = Math.max(0, (places[which] ?? 0) + (holds ? 1 : -1));
          const once = places.reduce((sum, count, at) => sum + (count > 0 ? 1000 * (at + 1) : 0), 0);
          const count = places.reduce((sum, one) => sum + one, 0);
          expect(memory.held()).toBe(once + 16 * count);
        }
      }),
    );
  });

  test('asks those to go first that hold most which nobody else waits for', () => {
    const memory = createStreamMemory(() => undefined, 10_000);
    const dropped: string[] = [];
    const wait = (name: string, waiting: Uint8Array[]) => {
      const drop = () => {
        dropped.push(name);
        for (const bytes of waiting.splice(0)) memory.release(bytes);
      };
      for (const bytes of waiting) memory.hold(bytes);
      memory.enter({ waiting: () => waiting, drop });
    };
    const shared = new Uint8Array(4000);
    for (const name of ['one of many', 'another', 'a third']) wait(name, [shared]);
    wait('nothing', []);
    wait('little', [new Uint8Array(1500)]);
    wait('much', [new Uint8Array(3000)]);
    memory.fit();
    expect(dropped).toEqual([]);
    wait('more', [new Uint8Array(3500)]);
    memory.fit();
    expect(dropped).toEqual(['more', 'much']);
  });
});

describe('viewers that read nothing', () => {
  const choices = Array.from({ length: 30 }, (_, at) => ({ ...ALL, namespaces: ['apps', `junk-${at}`] }));
  const sights = Array.from({ length: 30 }, (_, at) => ({ ...ALL, sight: new Set(['apps', `team-${at}`]) }));
  test.each([
    ['choices', choices],
    ['sights', sights],
  ])('of ever other %s stay within the budget, and one that reads goes on', async (_, filters) => {
    const { time, hub, closed, tell, open, most } = setUp(2 * MB, 300);
    const reading = readStream(open(ALL));
    await time.settle();
    for (let round = 0; round < 2; round += 1) {
      for (const filter of filters) open(filter);
      for (let at = 0; at < 20; at += 1) {
        tell(10_000);
        await time.advance(50);
      }
    }
    expect(most()).toBeLessThan(2.5 * MB);
    expect(new Set(closed)).toEqual(new Set(['stalled']));
    expect(reading.ended()).toBe('open');
    expect(reading.of('handover')).toHaveLength(40);
    expect(hub.viewers()).toBeGreaterThan(1);
  });

  test('of the same Leases have in memory what one of them has, and none is closed', async () => {
    const { time, hub, closed, tell, open, most } = setUp(2 * MB, 1200);
    for (let at = 0; at < 500; at += 1) open(ALL);
    await time.advance(5000);
    for (let at = 0; at < 20; at += 1) tell(10_000);
    expect([closed, hub.viewers()]).toEqual([[], 500]);
    expect(most()).toBeGreaterThan(0.5 * MB);
    hub.close();
  });

  test('where nobody who goes makes room, who comes is refused until there is some', async () => {
    const { time, hub, open } = setUp(50_000, 1200);
    open(ALL);
    // Its snapshot is being made, and has grown beyond it.
    while (hub.held() <= 50_000) await Promise.resolve();
    expect(() => open(ALL)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    await time.settle();
    expect(hub.held()).toBeLessThanOrEqual(50_000);
    expect(() => open(ALL)).not.toThrow();
    await time.settle();
  });
});

describe('a snapshot that is made', () => {
  test('waits for the one before it, is whole, and nothing since is missing', async () => {
    const { time, hub, tell, open } = setUp(64 * MB, 1200);
    const clients = Array.from({ length: 8 }, (_, at) =>
      readStream(open({ ...ALL, namespaces: ['apps', `other-${at}`] })),
    );
    for (let at = 0; at < 12; at += 1) {
      // As much at once as no window of so many choices keeps.
      tell(200_000);
      await Promise.resolve();
    }
    await time.advance(1000);
    for (const client of clients) {
      expect(client.of<SnapshotMessage>('snapshot').map(({ done }) => done)).toEqual([500, 1000, 1200]);
      expect(client.ended()).toBe('open');
    }
    const told = clients.map((client) => client.of('handover').length);
    expect(Math.max(...told)).toBeGreaterThan(0);
    hub.close();
    expect(hub.viewers()).toBe(0);
  });
});

test('however a stream ends, nothing of it is held any more; only who was told that it ends may have the rest', async () => {
  const bytes = fc.integer({ min: 0, max: 200_000 });
  const ending = fc.constantFrom('shutdown' as const, 'sight' as const, 'abort' as const, 'cancel' as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(bytes, { maxLength: 8 }),
      fc.nat({ max: 4 }),
      ending,
      async (sizes, reads, how) => {
        const memory = createStreamMemory(() => undefined);
        const abort = new AbortController();
        const reasons: string[] = [];
        const viewer = openViewer({
          signal: abort.signal,
          memory,
          onClose: (reason) => reasons.push(reason),
        });
        const reader = viewer.stream.getReader();
        let got = 0;
        const read = async () => {
          const { done, value } = await reader.read();
          expect(value?.byteLength ?? 0).toBeLessThanOrEqual(64 * 1024);
          got += value?.byteLength ?? 0;
          return !done;
        };
        for (const size of sizes) viewer.send(new Uint8Array(size));
        for (let at = 0; at < Math.min(reads, sizes.length); at += 1) await read();
        if (how === 'abort') abort.abort();
        else if (how === 'cancel') await reader.cancel();
        else {
          viewer.close(how);
          viewer.send(new Uint8Array(1000));
          while (await read());
          const retry = how === 'sight' ? 'retry: 250\n\n'.length : 0;
          expect(got).toBe(sizes.reduce((sum, size) => sum + size, retry));
        }
        expect(memory.held()).toBe(0);
        expect(reasons).toEqual([how === 'abort' || how === 'cancel' ? 'gone' : how]);
      },
    ),
  );
});
