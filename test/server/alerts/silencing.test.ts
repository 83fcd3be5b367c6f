import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Silence } from '../../../lib/alert/silence.ts';
import { createSilencing } from '../../../lib/server/alerts/silencing.ts';
import { EVERYONE, withViewer } from '../../../lib/server/current-viewer.ts';
import type { NewSilence } from '../../../lib/view/silences.ts';

const T0 = Date.UTC(2026, 2, 5, 3, 0, 0);
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

const wanted = (until: number): NewSilence => ({
  matchers: [{ field: 'rule', value: 'flapping' }],
  until,
  author: 'ana',
  comment: 'rollout',
});

/** A store that several replicas share; of one id the earlier end stays, as in the database. */
function sharedStore() {
  const kept = new Map<string, Silence>();
  return {
    kept,
    record: (silences: Silence[]) => {
      for (const one of silences)
        if (one.until < (kept.get(one.id)?.until ?? Number.POSITIVE_INFINITY)) kept.set(one.id, one);
    },
    read: async (since: number) => [...kept.values()].filter(({ until }) => until > since),
  };
}

function setUp(store = sharedStore(), name = 's') {
  let now = T0;
  let made = 0;
  const applied: (readonly Silence[])[] = [];
  const silencing = createSilencing({
    store,
    apply: (silences) => void applied.push(silences),
    newId: () => `${name}${++made}`,
    now: () => now,
    timers: { every: () => () => undefined },
  });
  return { silencing, store, applied, at: (ms: number) => (now = T0 + ms) };
}

describe('a silence', () => {
  it('is in force from now on, kept, and applied at once', () => {
    const { silencing, store, applied } = setUp();
    const made = silencing.make(wanted(T0 + MINUTE_MS));
    expect(made).toEqual({ id: 's1', from: T0, ...wanted(T0 + MINUTE_MS) });
    expect(applied).toEqual([[made]]);
    expect([...store.kept.values()]).toEqual([made]);
  });

  it('is ended now, stays in the list, and is ended once', () => {
    const { silencing, applied, at } = setUp();
    const { id } = silencing.make(wanted(T0 + MINUTE_MS));
    at(10_000);
    expect(silencing.end(id).until).toBe(T0 + 10_000);
    at(20_000);
    expect(silencing.end(id).until).toBe(T0 + 10_000);
    expect(applied).toHaveLength(2);
    expect(silencing.all().map((one) => one.until)).toEqual([T0 + 10_000]);
    at(DAY_MS + 10_001);
    expect(silencing.all()).toEqual([]);
  });

  test.each([
    ['in the past', T0, 'until: this is in the past; give a later time.'],
    ['beyond a year', T0 + 367 * DAY_MS, 'until: a silence may last a year at most; give an earlier time.'],
  ])('that ends %s is refused', (_what, until, message) => {
    const { silencing, store } = setUp();
    expect(() => silencing.make(wanted(until))).toThrow(message);
    expect(store.kept.size).toBe(0);
  });

  it('that is not there cannot be ended', () => {
    expect(() => setUp().silencing.end('none')).toThrow('There is no such silence.');
  });

  it('is one of 200 at most that are in force', () => {
    const { silencing, at } = setUp();
    for (let n = 0; n < 200; n++) silencing.make(wanted(T0 + MINUTE_MS));
    expect(() => silencing.make(wanted(T0 + MINUTE_MS))).toThrow('There are 200 silences in force');
    at(MINUTE_MS);
    expect(() => silencing.make(wanted(T0 + 2 * MINUTE_MS))).not.toThrow();
  });
});

describe('a viewer who sees some namespaces', () => {
  const about = (namespace: string, author = 'ana'): NewSilence => ({
    ...wanted(T0 + MINUTE_MS),
    matchers: [{ field: 'namespace', value: namespace }],
    author,
  });
  const as = <T>(namespaces: string[], work: () => T): T =>
    withViewer({ ...EVERYONE, user: 'ben', sight: new Set(namespaces) }, work);

  it('leaves three quarters of the silences to others, whatever names they give', () => {
    const { silencing, at } = setUp();
    for (let n = 0; n < 50; n++)
      as(['a', 'b'], () => silencing.make(about(n % 2 === 0 ? 'a' : 'b', `name ${n}`)));
    expect(() => as(['a', 'b'], () => silencing.make(about('b', 'another')))).toThrow(
      expect.objectContaining({
        code: 'too_many_requests',
        message: 'There are 50 silences in force about namespaces that you may see; end some first.',
      }),
    );
    expect(() => as(['c'], () => silencing.make(about('c')))).not.toThrow();
    for (let n = 51; n < 200; n++) silencing.make(about('a'));
    expect(() => silencing.make(about('a'))).toThrow('There are 200 silences in force');
    at(MINUTE_MS);
    expect(() => as(['a', 'b'], () => silencing.make({ ...about('b'), until: T0 + DAY_MS }))).not.toThrow();
  });

  it('makes room by ending one that they see', () => {
    const { silencing } = setUp();
    const [first] = Array.from({ length: 50 }, () => as(['a'], () => silencing.make(about('a'))));
    silencing.end(first?.id ?? '');
    expect(() => as(['a'], () => silencing.make(about('a')))).not.toThrow();
    expect(() => as(['a'], () => silencing.make(about('a')))).toThrow('There are 50 silences in force');
  });

  it('has the same share of what another replica knows', async () => {
    const store = sharedStore();
    const one = setUp(store, 'one').silencing;
    const two = setUp(store, 'two').silencing;
    for (let n = 0; n < 50; n++) as(['a'], () => one.make(about('a')));
    await two.read();
    expect(() => as(['a'], () => two.make(about('a')))).toThrow('There are 50 silences in force');
  });
});

it('shows a thousand of those that are over, the last that ended', () => {
  const { silencing, applied, at } = setUp();
  const standing = silencing.make(wanted(T0 + DAY_MS));
  for (let n = 1; n <= 1100; n++) {
    at(n);
    silencing.end(silencing.make(wanted(T0 + MINUTE_MS)).id);
  }
  const all = silencing.all();
  expect(all).toHaveLength(1001);
  expect([all[0]?.id, all[1]?.until, all.at(-1)?.until]).toEqual([standing.id, T0 + 1100, T0 + 101]);
  expect(applied.at(-1)).toHaveLength(1001);
});

it('lists what is in force first, the one that ends last first; then what is over, the newest end first', () => {
  const { silencing, at } = setUp();
  for (const minutes of [5, 1, 9, 2]) silencing.make(wanted(T0 + minutes * MINUTE_MS));
  at(3 * MINUTE_MS);
  expect(silencing.all().map(({ id }) => id)).toEqual(['s3', 's1', 's4', 's2']);
});

it('asks the store in whole milliseconds, which is all that PostgreSQL takes', async () => {
  const asked: number[] = [];
  const read = async (since: number) => {
    asked.push(since);
    return [];
  };
  const { silencing, at } = setUp({ ...sharedStore(), read });
  at(0.25);
  await silencing.read();
  expect(asked.map(Number.isInteger)).toEqual([true]);
});

it('a store that cannot be read changes nothing', async () => {
  const store = { ...sharedStore(), read: () => Promise.reject(new Error('away')) };
  const { silencing } = setUp(store);
  const made = silencing.make(wanted(T0 + MINUTE_MS));
  await expect(silencing.read()).rejects.toThrow('away');
  expect(silencing.all()).toEqual([made]);
});

it('replicas agree once each has read what is kept, and an ended silence never comes back', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          replica: fc.nat(2),
          does: fc.constantFrom('make' as const, 'end' as const, 'read' as const),
          which: fc.nat(9),
          afterMs: fc.nat(30_000),
        }),
        { maxLength: 40 },
      ),
      async (steps) => {
        const store = sharedStore();
        const replicas = ['a', 'b', 'c'].map((name) => setUp(store, name));
        const ended = new Set<string>();
        let now = 0;
        for (const { replica, does, which, afterMs } of steps) {
          now += afterMs;
          for (const one of replicas) one.at(now);
          const { silencing } = replicas[replica] ?? setUp();
          const all = silencing.all();
          const one = all[which % Math.max(1, all.length)];
          if (does === 'make') silencing.make(wanted(T0 + now + DAY_MS));
          else if (does === 'read') await silencing.read();
          else if (one !== undefined) ended.add(silencing.end(one.id).id);
        }
        for (const { silencing } of replicas) await silencing.read();
        const lists = replicas.map(({ silencing }) =>
          silencing
            .all()
            .map(({ id, until }) => `${id} ${until}`)
            .sort(),
        );
        expect(lists[1]).toEqual(lists[0]);
        expect(lists[2]).toEqual(lists[0]);
        for (const { silencing } of replicas)
          for (const { id, until } of silencing.all()) expect(ended.has(id)).toBe(until <= T0 + now);
      },
    ),
    { numRuns: 200 },
  ));
