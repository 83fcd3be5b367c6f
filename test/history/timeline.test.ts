import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TimelineQuestion } from '../../lib/history/history.ts';
import { createEntryReader, readHandovers } from '../../lib/history/lanes-read.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { overview } from '../../lib/history/overview.ts';
import { timelineJson } from '../../lib/history/timeline.ts';
import { createHolderReader } from '../../lib/history/timeline-holders.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { TimelineAnswer } from '../../lib/view/timeline.ts';
import { handover, known, type Replica, replica, START } from './batch-builder.ts';
import { describeDatabases } from './databases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function question(over: Partial<TimelineQuestion> = {}): TimelineQuestion {
  return {
    namespaces: [],
    names: [],
    watching: [],
    classes: [],
    q: null,
    moved: false,
    from: START,
    to: START + HOUR,
    now: START + HOUR,
    points: 1000,
    limit: 200,
    after: null,
    ...over,
  };
}

type Answer = Omit<TimelineAnswer, 'asOf' | 'nextCursor'>;

async function ask(
  database: OpenDatabase,
  one: Replica,
  over: Partial<TimelineQuestion> = {},
): Promise<Answer> {
  const { json } = await timelineJson(database.read, one.clusterId, question(over), createHolderReader());
  return JSON.parse(new TextDecoder().decode(json));
}

/** Handovers of one Lease in turns, a minute apart but where `at` says so. */
function turns(times: readonly number[], over: Partial<Handover> = {}): Handover[] {
  return times.map((at, index) =>
    handover({
      id: `uid-1.${at}.${index}`,
      at,
      from: `h${index % 3}`,
      to: `h${(index + 1) % 3}`,
      cause: 'release',
      vacantMs: 500,
      evidence: { transitionsAfter: index + 1 },
      ...over,
    }),
  );
}

describeDatabases('a timeline', (databases) => {
  it('tells who held a Lease, and where', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const at = START + 30 * MINUTE;
    await one.write({
      leases: [known({ seenAt: START + HOUR, firstSeenAt: START - DAY })],
      watched: [{ scope: null, from: START - DAY, to: START + HOUR }],
      handovers: [handover({ at, vacantMs: 60_000 })],
      places: [
        {
          identity: 'b',
          podNamespace: 'payments',
          podName: 'b',
          podUid: 'u',
          node: 'node-7',
          ownerKind: null,
          ownerName: null,
          resolvedAt: START,
        },
      ],
    });
    const answer = await ask(database, one);
    expect(answer.pointMs).toBe(3600);
    expect(answer).toMatchObject({ from: START, to: START + HOUR, total: 1, blindSpots: [], slow: [] });
    expect(answer.items).toEqual([
      {
        namespace: 'payments',
        name: 'operator',
        class: 'controller',
        handovers: 1,
        atLeast: false,
        spans: [
          { type: 'tenure', from: START, to: at - 60_000, holder: 'a' },
          { type: 'expired', from: at - 60_000, to: at, holder: 'a' },
          { type: 'tenure', from: at, to: START + HOUR, holder: 'b', node: 'node-7', cause: 'expiry' },
        ],
      },
    ]);
  });

  it.each([
    { namespaces: ['a\0'] },
    { names: ['\ud800'] },
    { q: 'b\0' },
    { after: { class: '\0', name: '\0', namespace: '\0' } },
  ])('knows nothing of %j, which no database can hold', async (over) => {
    const database = await databases.open();
    const one = await replica(database);
    expect((await ask(database, one, over)).items).toEqual([]);
  });

  it('tells who held it before and after the handovers there are, and nothing before it was seen', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const seen = START + 10 * MINUTE;
    await one.write({ leases: [known({ holder: 'b', firstSeenAt: seen, seenAt: START + 2 * HOUR })] });
    const still = [{ type: 'tenure', from: seen, to: START + HOUR, holder: 'b' }];
    expect((await ask(database, one)).items[0]?.spans).toEqual(still);
    await one.write({
      handovers: [handover({ at: START + 90 * MINUTE, from: 'x', to: 'b', cause: 'early', vacantMs: 0 })],
    });
    expect((await ask(database, one)).items[0]?.spans).toEqual([{ ...still[0], holder: 'x' }]);
    const later = { from: START + 2 * HOUR, to: START + 3 * HOUR, now: START + 3 * HOUR };
    expect((await ask(database, one, later)).items[0]?.spans).toEqual([
      { type: 'tenure', from: later.from, to: later.to, holder: 'b' },
    ]);
  });

  it('shows when a holder was past its duration and renewed after all, by the duration of that time', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const [first, second, third] = [10, 20, 40].map((minutes) => START + minutes * MINUTE);
    const name = { namespace: 'payments', name: 'operator' };
    await one.write({
      leases: [
        known({ firstSeenAt: START - DAY, durationMs: 30_000, seenAt: START + HOUR }),
        known({ namespace: 'other', firstSeenAt: START - DAY }),
      ],
      durations: [{ ...name, at: START + 15 * MINUTE, beforeMs: 15_000, afterMs: 30_000 }],
      silences: [
        { ...name, from: START - MINUTE, to: START + MINUTE },
        { ...name, from: first ?? 0, to: (first ?? 0) + MINUTE },
        { ...name, from: second ?? 0, to: (second ?? 0) + MINUTE },
      ],
      handovers: [handover({ at: third ?? 0, cause: 'early', vacantMs: 0, from: 'b', to: 'c' })],
    });
    const now = START + HOUR;
    const { items } = await ask(database, one, {
      silent: [
        { ...name, from: now - 2 * MINUTE, to: now },
        { namespace: 'no', name: 'body', from: now - 2 * MINUTE, to: now },
      ],
    });
    const spans = (lane: Answer['items'][number] | undefined) =>
      lane?.spans.map(({ type, from, to, holder, cause }) =>
        [type, (from - START) / 1000, (to - START) / 1000, holder, cause].join(' ').trim(),
      );
    expect(spans(items.find(({ namespace }) => namespace === 'payments'))).toEqual([
      'expired 0 60 b',
      'tenure 60 615 b',
      'expired 615 660 b',
      'tenure 660 1230 b',
      'expired 1230 1260 b',
      'tenure 1260 2400 b',
      'tenure 2400 3510 c early',
      'expired 3510 3600 c',
    ]);
    expect(spans(items.find(({ namespace }) => namespace === 'other'))).toEqual(['tenure 0 3600 b']);
  });

  it('begins a tenure that nobody watched begin when an Event says it did', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const unwatched = { unwatchedFrom: START + 10 * MINUTE, unwatchedTo: START + 30 * MINUTE };
    await one.write({
      leases: [known({ firstSeenAt: START - DAY })],
      handovers: [
        handover({ at: START + 20 * MINUTE, cause: 'unseen', vacantMs: null, evidence: unwatched }),
      ],
    });
    expect((await ask(database, one)).items[0]?.spans).toEqual([
      { type: 'tenure', from: START, to: unwatched.unwatchedFrom, holder: 'a' },
      { type: 'tenure', from: START + 20 * MINUTE, to: START + HOUR, holder: 'b', cause: 'unseen' },
    ]);
  });

  it('draws of a Lease that nobody has told of but its handovers only what they say', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const minute = { count: 1, maxGapMs: null, offsetLowerMs: null, offsetUpperMs: null, holder: 'b' };
    await one.write({
      minutes: ['quiet', 'moved'].map((name) => ({ ...minute, namespace: 'n', name, minute: START })),
      handovers: [
        handover({
          namespace: 'n',
          name: 'moved',
          at: START + 20 * MINUTE,
          from: null,
          cause: 'release',
          vacantMs: MINUTE,
        }),
      ],
    });
    const { items } = await ask(database, one);
    expect(items.map(({ name, spans }) => [name, spans])).toEqual([
      [
        'moved',
        [
          { type: 'vacancy', from: START + 19 * MINUTE, to: START + 20 * MINUTE },
          { type: 'tenure', from: START + 20 * MINUTE, to: START + HOUR, holder: 'b', cause: 'release' },
        ],
      ],
      ['quiet', []],
    ]);
  });

  it('knows in any year when a tenure was seen to end before nobody watched', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const then = Date.UTC(2034, 0, 1);
    await one.write({
      leases: [known({ firstSeenAt: then - DAY, seenAt: then + HOUR })],
      handovers: [
        handover({
          at: then + 30 * MINUTE,
          cause: 'unseen',
          vacantMs: null,
          evidence: {
            endedAt: then + 10 * MINUTE,
            unwatchedFrom: then + 30 * MINUTE - 1000,
            unwatchedTo: then + 30 * MINUTE,
          },
        }),
      ],
    });
    const { items } = await ask(database, one, { from: then, to: then + HOUR, now: then + HOUR });
    expect(items[0]?.spans[1]).toMatchObject({ type: 'vacancy', from: then + 10 * MINUTE });
  });

  it.each<[string, Partial<Handover>]>([
    ['released', { cause: 'release' }],
    ['created anew', { cause: 'recreated' }],
    [
      'released unseen, in less than a point',
      { cause: 'unseen', evidence: { unwatchedFrom: START + MINUTE, unwatchedTo: START + MINUTE + 1500 } },
    ],
  ])('knows by when one that was %s was empty, also where it was taken after the range', async (_, over) => {
    const database = await databases.open();
    const one = await replica(database);
    const emptyBy = START + MINUTE + 1000;
    const evidence = { renewedAt: START + MINUTE, endedAt: null, emptyBy, ...over.evidence };
    const at = START + 21 * MINUTE;
    await one.write({
      leases: [known({ firstSeenAt: START - DAY })],
      handovers: [handover({ at, vacantMs: null, ...over, evidence })],
    });
    const before = [
      { type: 'tenure', from: START, to: START + MINUTE, holder: 'a' },
      { type: 'vacancy', from: emptyBy, to: at },
    ];
    const spans = async (over: Partial<TimelineQuestion>) => (await ask(database, one, over)).items[0]?.spans;
    expect(await spans({})).toEqual([
      ...before,
      { type: 'tenure', from: at, to: START + HOUR, holder: 'b', cause: over.cause },
    ]);
    const to = START + 11 * MINUTE;
    expect(await spans({ to, points: 660 })).toEqual([before[0], { ...before[1], to }]);
    // Of sums, as of rows.
    expect((await spans({ from: START - DAY, points: 40 }))?.[1]).toEqual(before[1]);
  });

  it('is vacant where it was watched between two stretches that were not, also where it was taken after the range', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const minute = (count: number) => START + count * MINUTE;
    const evidence = {
      renewedAt: minute(9),
      endedAt: null,
      emptyBy: minute(11),
      unwatchedFrom: minute(10),
      unwatchedTo: minute(45),
      watchedBetween: true,
      emptyFrom: minute(11),
      emptyUntil: minute(40),
    };
    await one.write({
      leases: [known({ firstSeenAt: START - DAY })],
      handovers: [handover({ at: minute(42), cause: 'unseen', vacantMs: null, evidence })],
    });
    const before = [
      { type: 'tenure', from: START, to: minute(10), holder: 'a' },
      { type: 'vacancy', from: minute(11), to: minute(40) },
    ];
    expect((await ask(database, one)).items[0]?.spans).toEqual([
      ...before,
      { type: 'tenure', from: minute(42), to: START + HOUR, holder: 'b', cause: 'unseen' },
    ]);
    expect((await ask(database, one, { to: minute(41) })).items[0]?.spans).toEqual(before);
  });

  it('says nothing of the time of which nothing is kept any more', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const kept = START + 20 * MINUTE;
    await one.write({
      leases: [known({ firstSeenAt: START - DAY })],
      handovers: [
        handover({ id: 'uid-1.9', at: kept - MINUTE, from: 'x', to: 'a', evidence: {} }),
        handover({ at: START + 30 * MINUTE, cause: 'early', vacantMs: 0 }),
      ],
    });
    await database.write.updateTable('cluster').set({ kept_from: kept }).execute();
    const { items } = await ask(database, one);
    expect(items[0]?.handovers).toBe(1);
    const range = { from: START, to: START + HOUR, slots: 6 };
    const { handovers } = await overview(database.read, one.clusterId, question(), range);
    expect(handovers).toEqual([0, 0, 0, 1, 0, 0]);
    expect(items[0]?.spans[0]).toEqual({ type: 'tenure', from: kept, to: START + 30 * MINUTE, holder: 'a' });
    expect((await ask(database, one, { to: START + 10 * MINUTE })).items[0]?.spans).toEqual([]);
  });

  it('is vacant after a release until now, and draws nothing after that', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const open = handover({ at: START + 10 * MINUTE, to: null, cause: 'release', vacantMs: null });
    await one.write({
      handovers: [open],
      leases: [known({ holder: null, openHandover: open, firstSeenAt: START })],
    });
    const { items } = await ask(database, one, { now: START + 20 * MINUTE });
    expect(items[0]?.handovers).toBe(0);
    expect(items[0]?.spans).toEqual([
      { type: 'tenure', from: START, to: START + 10 * MINUTE, holder: 'a' },
      { type: 'vacancy', from: START + 10 * MINUTE, to: START + 20 * MINUTE },
    ]);
  });

  it('says where nobody watched, and that more may hide there', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({
      watched: [{ scope: null, from: START, to: START + 10 * MINUTE }],
      leases: [known({ firstSeenAt: START, transitions: null })],
    });
    const two = await replica(database, 'two');
    await two.write({ watched: [{ scope: null, from: START + 15 * MINUTE, to: START + HOUR }] });
    const answer = await ask(database, one);
    expect(answer.blindSpots).toEqual([{ from: START + 10 * MINUTE, to: START + 15 * MINUTE, scope: null }]);
    expect(answer.items[0]?.atLeast).toBe(true);
    // A counter that was read afterwards tells of all.
    await one.write({ leases: [known({ firstSeenAt: START, transitions: 5, seenAt: START + HOUR })] });
    expect((await ask(database, one)).items[0]?.atLeast).toBe(false);
  });

  it('tells when many were late at once', async () => {
    const database = await databases.open();
    const one = await replica(database);
    await one.write({
      slow: [
        { minute: START, late: 3, of: 10 },
        { minute: START + MINUTE, late: 6, of: 12 },
        { minute: START + 2 * MINUTE, late: 2, of: 4 },
        { minute: START + 9 * MINUTE, late: 3, of: 100 },
      ],
    });
    expect((await ask(database, one)).slow).toEqual([
      { from: START, to: START + 2 * MINUTE, late: 6, of: 12 },
    ]);
  });

  it('pages lanes by class, name and namespace, and filters them', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const names = ['b-lock', 'a_lock', 'a-lock', 'A-lock'];
    await one.write({
      leases: [
        ...names.map((name) => known({ name, firstSeenAt: START })),
        known({ namespace: 'kube-system', name: 'z', class: 'control-plane', firstSeenAt: START }),
        known({ namespace: 'billing', name: 'b-lock', firstSeenAt: START }),
        known({ name: 'gone', firstSeenAt: START - DAY, goneAt: START - HOUR }),
      ],
      handovers: [handover({ name: 'b-lock', at: START + MINUTE })],
    });
    const seen: string[] = [];
    let after: TimelineQuestion['after'] = null;
    do {
      const page = await timelineJson(
        database.read,
        one.clusterId,
        question({ limit: 2, after }),
        createHolderReader(),
      );
      const answer: Answer = JSON.parse(new TextDecoder().decode(page.json));
      expect(answer.total).toBe(6);
      seen.push(...answer.items.map(({ namespace, name }) => `${namespace}/${name}`));
      after = page.after;
    } while (after !== null);
    expect(seen).toEqual([
      'kube-system/z',
      'payments/A-lock',
      'payments/a-lock',
      'payments/a_lock',
      'billing/b-lock',
      'payments/b-lock',
    ]);
    const lanes = async (over: Partial<TimelineQuestion>): Promise<string[]> =>
      (await ask(database, one, over)).items.map(({ namespace, name }) => `${namespace}/${name}`);
    expect(await lanes({ q: 'A_L' })).toEqual(['payments/a_lock']);
    expect(await lanes({ q: 'BILL' })).toEqual(['billing/b-lock']);
    expect(await lanes({ names: ['b-lock'], namespaces: ['billing'] })).toEqual(['billing/b-lock']);
    expect(await lanes({ moved: true })).toEqual(['payments/b-lock']);
    expect(await lanes({ classes: ['control-plane'] })).toEqual(['kube-system/z']);
    expect(await lanes({ namespaces: ['billing', 'kube-system'] })).toEqual([
      'kube-system/z',
      'billing/b-lock',
    ]);
  });

  it('counts the same from sums as from rows, over any range, and so does the overview', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const times = fc.sample(fc.integer({ min: 0, max: 5 * DAY }), { numRuns: 400, seed: 7 });
    await one.write({
      leases: [known({ firstSeenAt: START })],
      handovers: turns(times.map((time) => START + time).sort((a, b) => a - b)),
    });
    const lease = await database.read.selectFrom('lease').select('id').executeTakeFirstOrThrow();
    const reader = createEntryReader();
    const count = async (
      range: { from: number; to: number },
      pointMs: number,
      mostRows: number,
    ): Promise<number> => {
      const lane = (await readHandovers(database.read, [lease.id], range, pointMs, { mostRows })).get(
        lease.id,
      );
      if (lane === undefined) return -1;
      const read = reader(lane);
      return read.weight.subarray(0, read.length).reduce((a, b) => a + b, 0);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 5 * DAY }),
        fc.integer({ min: 1, max: 5 * DAY }),
        async (from, length) => {
          const range = { from: START + from, to: START + from + length };
          const told = times.filter((time) => time >= from && time <= from + length).length;
          expect(await count(range, 1, Number.POSITIVE_INFINITY)).toBe(told);
          expect(await count(range, 1, 0)).toBe(told);
          expect(await count(range, HOUR, 0)).toBe(told);
          const slots = await overview(database.read, one.clusterId, question(), { ...range, slots: 24 });
          expect(slots.handovers.reduce((a, b) => a + b, 0)).toBe(told);
          expect(slots.handovers.length).toBeLessThanOrEqual(24);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('counts in each part of a range above the lanes what there is, of all Leases and of some', async () => {
    const database = await databases.open();
    const one = await replica(database, 'one', ['uid:one']);
    const other = await replica(database, 'two', ['uid:two']);
    // Each of a Lease of its own, so that none of them speaks of the same change as another.
    const told = fc
      .sample(fc.tuple(fc.integer({ min: 0, max: 4 * DAY }), fc.integer({ min: 1, max: 4 })), {
        numRuns: 300,
        seed: 11,
      })
      .map(([after, weight], index) => ({
        at: START + after,
        weight,
        name: `n-${index}`,
        namespace: `team-${index % 3}`,
      }));
    const batch = {
      leases: told.map((of) => known({ ...of, firstSeenAt: START })),
      handovers: told.map(({ weight, ...of }) =>
        weight === 1
          ? handover({ ...of, id: `${of.name}.1`, leaseUid: of.name })
          : handover({
              ...of,
              id: `${of.name}.1`,
              leaseUid: of.name,
              cause: 'unseen',
              vacantMs: null,
              transitionsDelta: weight,
              evidence: { unwatchedFrom: of.at - 1000, unwatchedTo: of.at },
            }),
      ),
    };
    await one.write(batch);
    await other.write(batch);
    /** `wholeMs`: of more than a day what is no ragged end counts where so much begins. */
    const expected = (
      of: typeof told,
      range: { from: number; to: number },
      keptFrom: number,
      wholeMs = 1,
    ) => {
      const slotMs = Math.ceil((range.to - range.from) / 24);
      const counts = new Array<number>(Math.ceil((range.to - range.from) / slotMs)).fill(0);
      const begin = Math.max(range.from, keptFrom);
      for (const { at, weight } of of) {
        if (at < begin || at > range.to) continue;
        const whole = Math.floor(at / wholeMs) * wholeMs;
        const isSummed = range.to - begin > DAY && whole >= begin && whole + wholeMs <= range.to + 1;
        const slot = Math.floor(((isSummed ? whole : at) - range.from) / slotMs);
        counts[Math.min(counts.length - 1, slot)] = (counts[Math.min(counts.length - 1, slot)] ?? 0) + weight;
      }
      return counts;
    };
    for (const keptFrom of [0, START + DAY + 1_234_567]) {
      await database.write
        .updateTable('cluster')
        .set({ kept_from: keptFrom })
        .where('id', '=', one.clusterId)
        .execute();
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: -DAY, max: 3 * DAY }),
          fc.integer({ min: 1, max: 4 * DAY }),
          async (after, length) => {
            const range = { from: START + after, to: START + after + length };
            const asked = async (over: Partial<TimelineQuestion>) =>
              (await overview(database.read, one.clusterId, question(over), { ...range, slots: 24 }))
                .handovers;
            const ofAll = expected(told, range, keptFrom, MINUTE);
            const some = told.filter(({ namespace }) => namespace === 'team-1');
            const ofSome = expected(some, range, keptFrom);
            expect(await asked({})).toEqual(ofAll);
            expect(await asked({ moved: true })).toEqual(ofAll);
            expect(await asked({ namespaces: ['team-1'] })).toEqual(ofSome);
            expect(await asked({ among: ['team-1'] })).toEqual(ofSome);
          },
        ),
        { numRuns: 25 },
      );
    }
  });

  it('keeps a page of busy lanes small, and all of their handovers', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const times = fc.sample(fc.integer({ min: 0, max: 10 * DAY }), { numRuns: 3000, seed: 3 });
    await one.write({
      leases: [
        known({ firstSeenAt: START }),
        ...Array.from({ length: 199 }, (_, n) => known({ name: `n-${n}`, firstSeenAt: START })),
      ],
      handovers: turns(times.map((time) => START + time).sort((a, b) => a - b)),
    });
    const over = { to: START + 10 * DAY, now: START + 10 * DAY };
    const lane = (await ask(database, one, over)).items.find(({ name }) => name === 'operator');
    expect(lane?.handovers).toBe(3000);
    expect(lane?.spans.length).toBeLessThan(120);
    const counted = (lane?.spans ?? []).reduce(
      (sum, { type, count = 0, cause }) => sum + (type === 'dense' ? count : cause === undefined ? 0 : 1),
      0,
    );
    expect(counted).toBe(3000);
  });

  it('names who held each of many lanes, those whom several share too', async () => {
    const database = await databases.open();
    const one = await replica(database);
    const names = Array.from({ length: 120 }, (_, n) => `lock-${String(n).padStart(3, '0')}`);
    await one.write({
      leases: names.map((name) => known({ name, firstSeenAt: START })),
      handovers: names.map((name, n) =>
        handover({ id: name, name, at: START + MINUTE, from: 'shared', to: `own-${n}`, vacantMs: 0 }),
      ),
    });
    const { items } = await ask(database, one);
    expect(items.map(({ name, spans }) => [name, spans.map(({ holder }) => holder)])).toEqual(
      names.map((name, n) => [name, ['shared', `own-${n}`]]),
    );
    let lookedUp = 0;
    const fails = timelineJson(database.read, one.clusterId, question(), async () => {
      lookedUp += 1;
      if (lookedUp === 2) throw new Error('the second look-up failed');
    });
    await expect(fails).rejects.toThrow('the second look-up failed');
    expect(lookedUp).toBe(3);
  });
});
