import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLeaseBook } from '../../lib/lease/book.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { unwatchedEvidence } from '../../lib/lease/judge-handover.ts';
import { type LeaseSpec, lease, T0, watchedBook } from './builders.ts';

/** A client-go leader `a` of 15/10/2, watched from its renewal at T0 on. */
const leader = (over: LeaseSpec = {}) => lease({ holder: 'a', transitions: 4, ...over });

describe('causes, each by the evidence of §10', () => {
  it('release: emptied, duration 1, same transitions; then taken (§2)', () => {
    const { see, log, get } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    see(3000, { holder: '', durationSeconds: 1, transitions: 4 });
    expect(log.handovers).toHaveLength(1);
    expect(log.handovers[0]).toMatchObject({
      cause: 'release',
      from: 'a',
      to: null,
      at: T0 + 3000,
      silentMs: 1000,
      vacantMs: null,
      certainty: 'certain',
    });
    expect(get()).toMatchObject({
      holder: null,
      previousHolder: 'a',
      durationMs: 15_000,
      vacantSince: T0 + 3000,
      state: 'vacant',
    });
    see(5700, { holder: 'b', transitions: 5 });
    expect(log.handovers).toHaveLength(2);
    expect(log.handovers[1]).toMatchObject({
      id: log.handovers[0]?.id,
      cause: 'release',
      from: 'a',
      to: 'b',
      at: T0 + 5700,
      silentMs: 3700,
      vacantMs: 2700,
      transitionsDelta: 1,
    });
    expect(get()).toMatchObject({
      holder: 'b',
      heldSince: T0 + 5700,
      heldSinceCertain: true,
      openHandover: null,
    });
  });
  it('released and taken again by the same identity is a handover with from = to', () => {
    const { see, log } = watchedBook([leader()]);
    see(3000, { holder: '', durationSeconds: 1, transitions: 4 });
    see(4000, { holder: 'a', transitions: 5 });
    expect(log.handovers.at(-1)).toMatchObject({ cause: 'release', from: 'a', to: 'a', transitionsDelta: 1 });
  });
  it('null times with the name left behind are a release too (§2, the Java client)', () => {
    const { see, log, get } = watchedBook([leader()]);
    see(3000, { holder: 'a', transitions: 4, acquiredAt: null, renewedAt: null });
    expect(get()).toMatchObject({ holder: null, previousHolder: 'a' });
    see(4000, { holder: 'b', transitions: 5 });
    expect(log.handovers.at(-1)).toMatchObject({ cause: 'release', from: 'a', to: 'b' });
  });
  it('expiry: another holder after the duration without a renewal, never empty', () => {
    const { see, log } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    see(18_700, { holder: 'b', transitions: 5 });
    expect(log.handovers).toEqual([
      expect.objectContaining({
        cause: 'expiry',
        certainty: 'likely',
        from: 'a',
        to: 'b',
        silentMs: 16_700,
        vacantMs: 1700,
        transitionsDelta: 1,
      }),
    ]);
  });
  it('early: taken before the duration was over', () => {
    const { see, log } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    see(8100, { holder: 'b', transitions: 5 });
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'early', certainty: 'certain', silentMs: 6100, vacantMs: 0 }),
    ]);
  });
  it.each([
    // Stamps are cut to the second: these silences are 12.8 to 15.1 s.
    { renewed: 2100, taken: 14_900, cause: 'early', certainty: 'certain' },
    { renewed: 2100, taken: 15_900, cause: 'early', certainty: 'certain' },
    { renewed: 2900, taken: 16_100, cause: 'early', certainty: 'likely' },
    { renewed: 2100, taken: 16_900, cause: 'early', certainty: 'likely' },
    { renewed: 2900, taken: 17_200, cause: 'expiry', certainty: 'likely' },
    { renewed: 2900, taken: 18_000, cause: 'expiry', certainty: 'likely' },
  ])('a second before the duration is over ($renewed to $taken): $cause, $certainty', (given) => {
    const { see, log } = watchedBook([leader()]);
    see(given.renewed, { holder: 'a', transitions: 4 });
    see(given.taken, { holder: 'b', transitions: 5 });
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: given.cause, certainty: given.certainty }),
    ]);
  });
  it('early by arrival alone is likely: the watch may have been slow to bring the last renewal', () => {
    const { see, log } = watchedBook([leader({ writtenAt: null })], { stamps: false });
    see(10_000, { holder: 'a', transitions: 4, writtenAt: null, renewedAt: T0 + 10_000 });
    see(16_000, { holder: 'b', transitions: 5, writtenAt: null, renewedAt: T0 + 16_000 });
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'early', certainty: 'likely', silentMs: 6000 }),
    ]);
  });
  it('a second less by stamps alone is no early takeover: API servers’ clocks may differ by it', () => {
    const { see, log } = watchedBook([leader()]);
    see(2990, { holder: 'a', transitions: 4, writtenAt: T0 + 3010 });
    see(18_000, { holder: 'b', transitions: 5, writtenAt: T0 + 17_990 });
    expect(log.handovers).toEqual([expect.objectContaining({ cause: 'expiry', certainty: 'likely' })]);
  });
  it.each([
    // By the API server that took the takeover, whose clock is so far behind.
    { seenMs: 16_000, behindMs: 3000, cause: 'expiry', certainty: 'likely' },
    { seenMs: 15_000, behindMs: 12_000, cause: 'expiry', certainty: 'likely' },
    { seenMs: 14_900, behindMs: 3000, cause: 'early', certainty: 'certain' },
    { seenMs: 6000, behindMs: 0, cause: 'early', certainty: 'certain' },
  ])('$seenMs ms that were seen to go by, with a clock $behindMs ms behind: $cause, $certainty', (given) => {
    const { see, log } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    const taken = 2000 + given.seenMs;
    see(taken, { holder: 'b', transitions: 5, writtenAt: T0 + taken - given.behindMs });
    expect(log.handovers).toEqual([
      expect.objectContaining({
        ...{ cause: given.cause, certainty: given.certainty, silentMs: given.seenMs },
      }),
    ]);
  });
  it('what was not seen to go by on a live watch is judged by stamps: a burst, and a renewal in a list', () => {
    const burst = watchedBook([leader()]);
    burst.see(2000, { holder: 'a', transitions: 4 });
    const early = leader({ holder: 'b', transitions: 5, writtenAt: T0 + 8000 });
    burst.scope.changed(early, T0 + 60_000, true);
    const listed = watchedBook([leader()]);
    for (const ms of [2000, 4000]) listed.see(ms, { holder: 'a', transitions: 4 });
    listed.relist(20_000, [leader({ transitions: 4, writtenAt: T0 + 17_000 })]);
    listed.see(33_000, { holder: 'b', transitions: 5, writtenAt: T0 + 30_000 });
    for (const { log } of [burst, listed])
      expect(log.handovers).toEqual([expect.objectContaining({ cause: 'early', certainty: 'certain' })]);
  });
  it('early also where the last renewal was before Tenure began to watch, and is known by its stamp alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 13_000 }),
        fc.integer({ min: 1, max: 13_000 }),
        fc.integer({ min: 0, max: 999 }),
        (renewedBefore, takenAfter, phase) => {
          // Stamps are cut to the second.
          fc.pre(renewedBefore + takenAfter < 14_000);
          const at = (ms: number) => T0 + phase + ms;
          const { see, log } = watchedBook([leader({ writtenAt: at(-renewedBefore) })], { listedAt: at(0) });
          see(phase + takenAfter, { holder: 'thief', transitions: 4, renewStampAt: at(-renewedBefore) });
          expect(log.handovers).toEqual([expect.objectContaining({ cause: 'early', to: 'thief' })]);
        },
      ),
    );
  });
  it('whoever waited for the whole duration is never said to have been early (§2)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1500, max: 14_000 }),
        fc.integer({ min: 15_000, max: 60_000 }),
        (renewedAt, silentMs) => {
          const { see, log } = watchedBook([leader()]);
          see(renewedAt, { holder: 'a', transitions: 4 });
          see(renewedAt + silentMs, { holder: 'b', transitions: 5 });
          expect(log.handovers[0]?.cause).toBe('expiry');
        },
      ),
    );
  });
  it('early also when a hand edits the holder and leaves renewTime and its stamp behind (§8)', () => {
    const { see, log } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    see(3500, { holder: 'thief', transitions: 4, renewedAt: T0 + 2000, renewStampAt: T0 + 2000 });
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'early', from: 'a', to: 'thief', transitionsDelta: 0 }),
    ]);
    see(19_500, { holder: 'b', transitions: 5 });
    expect(log.handovers[1]).toMatchObject({ cause: 'expiry', from: 'thief', to: 'b', silentMs: 16_000 });
  });
  it('early is never judged by two different clocks: a holder 30 s behind is taken after its expiry', () => {
    const { see, log } = watchedBook([leader({ renewedAt: T0 - 30_000 })]);
    see(2000, { holder: 'a', transitions: 4, renewedAt: T0 - 28_000 });
    see(18_000, { holder: 'b', transitions: 5 });
    expect(log.handovers[0]?.cause).toBe('expiry');
  });
  it('deleted, then created by another: recreated', () => {
    const { scope, see, log, get } = watchedBook([leader()]);
    scope.deleted(leader(), T0 + 4000, false);
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'deleted', from: 'a', to: null, silentMs: 4000 }),
    ]);
    expect(log.removed).toHaveLength(1);
    see(4500, { holder: 'b', uid: 'uid-2', transitions: 0 });
    expect(log.handovers[1]).toMatchObject({
      id: log.handovers[0]?.id,
      cause: 'recreated',
      from: 'a',
      to: 'b',
      vacantMs: 500,
      certainty: 'certain',
    });
    expect(get()).toMatchObject({ previousHolder: 'a', heldSince: T0 + 4500 });
  });
  it('released, then deleted, then created: recreated', () => {
    const { scope, see, log } = watchedBook([leader()]);
    see(1000, { holder: '', durationSeconds: 1, transitions: 4 });
    scope.deleted(leader(), T0 + 4000, false);
    see(5000, { holder: 'b', uid: 'uid-2', transitions: 0 });
    expect(log.handovers.at(-1)).toMatchObject({ cause: 'recreated', from: 'a', to: 'b' });
    expect(new Set(log.handovers.map((handover) => handover.id)).size).toBe(1);
  });
  it('created while watched, or held for the first time: first', () => {
    const { see, log } = watchedBook([
      lease({
        name: 'empty',
        holder: '',
        durationSeconds: null,
        transitions: null,
        acquiredAt: null,
        writtenAt: T0,
        renewedAt: null,
      }),
    ]);
    see(1000, { holder: 'b', transitions: 0 });
    see(2000, { name: 'empty', holder: 'c', transitions: 0 });
    expect(log.handovers.map(({ name, cause, from, to }) => [name, cause, from, to])).toEqual([
      ['controller-lock', 'first', null, 'b'],
      ['empty', 'first', null, 'c'],
    ]);
  });
  it('vacant at first sight after a release: the takeover ends that release, its giver is not known', () => {
    const { see, log } = watchedBook([leader({ holder: '', durationSeconds: 1, writtenAt: T0 - 10_000 })]);
    see(1000, { holder: 'b', transitions: 5 });
    expect(log.handovers).toEqual([expect.objectContaining({ cause: 'release', from: null, to: 'b' })]);
  });
  it('a release that another replica saw whole has one name: that of the write that ended the tenure', () => {
    const released = { holder: '', durationSeconds: 1, resourceVersion: '41' };
    const taken = { holder: 'b', transitions: 5, resourceVersion: '42' };
    const whole = watchedBook([leader({ resourceVersion: '40' })]);
    whole.see(4000, released);
    whole.see(5000, taken);
    const late = watchedBook([leader(released)]);
    late.see(5000, taken);
    expect(late.log.handovers[0]?.id).toBe(whole.log.handovers.at(-1)?.id);
    expect(late.log.handovers[0]?.from).toBeNull();
  });
  it('existing at the start is no handover', () => {
    expect(watchedBook([leader()]).log.handovers).toEqual([]);
  });
  it('a counter that rises by more than one, or under one holder, tells of handovers nobody saw', () => {
    const jump = watchedBook([leader()]);
    jump.see(30_000, { holder: 'b', transitions: 7 });
    expect(jump.log.handovers).toEqual([expect.objectContaining({ cause: 'unseen', transitionsDelta: 3 })]);
    const same = watchedBook([leader()]);
    same.see(2000, { holder: 'a', transitions: 6 });
    expect(same.log.handovers).toEqual([
      expect.objectContaining({ cause: 'unseen', from: 'a', to: 'a', transitionsDelta: 2 }),
    ]);
  });
  it('a counter that falls under one holder only rebases', () => {
    const { see, log } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 0 });
    expect(log.handovers).toEqual([]);
  });
  it('§3: coordinated election is marked, whatever its counter says', () => {
    const strategy = 'OldestEmulationVersion';
    const { see, log, get } = watchedBook([leader({ strategy, transitions: 0 })]);
    see(20_000, { holder: 'b', strategy, durationSeconds: 5, acquiredAt: null, transitions: 0 });
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'expiry', coordinated: true, transitionsDelta: 0 }),
    ]);
    see(20_100, { holder: 'b', strategy, durationSeconds: 15, transitions: 0 });
    expect(get().durationMs).toBe(15_000);
    expect(log.handovers).toHaveLength(1);
  });
  it('§4: heartbeats are never handed over', () => {
    const { see, log, scope } = watchedBook([
      lease({ namespace: 'kube-node-lease', name: 'n1', holder: 'n1', acquiredAt: null, transitions: null }),
    ]);
    see(1000, {
      namespace: 'kube-node-lease',
      name: 'n1',
      holder: 'other',
      acquiredAt: null,
      transitions: null,
    });
    scope.deleted(lease({ namespace: 'kube-node-lease', name: 'n1' }), T0 + 2000, false);
    expect(log.handovers).toEqual([]);
  });
});

describe('what happened while nobody watched (§9)', () => {
  it('a relist tells another holder: unseen, with the stretch it lies in', () => {
    const { scope, see, log, get } = watchedBook([leader()]);
    see(2000, { holder: 'a', transitions: 4 });
    scope.listStarted();
    scope.listed(
      [leader({ holder: 'c', transitions: 6, acquiredAt: T0 + 40_000, writtenAt: T0 + 59_000 })],
      T0 + 60_000,
    );
    scope.listDone({ at: T0 + 60_000, blindFrom: T0 + 2000 });
    expect(log.handovers).toEqual([
      expect.objectContaining({
        cause: 'unseen',
        certainty: 'certain',
        from: 'a',
        to: 'c',
        transitionsDelta: 2,
        silentMs: null,
        vacantMs: null,
        at: T0 + 40_000,
      }),
    ]);
    expect(log.handovers[0]?.evidence).toMatchObject({ unwatchedFrom: T0 + 2000, unwatchedTo: T0 + 60_000 });
    expect(get().heldSinceCertain).toBe(false);
  });
  it.each([
    { second: 'somebody took and released it', holder: '', transitions: 6 },
    { second: 'somebody took it', holder: 'c', transitions: 5 },
  ])('a release in one stretch and in another $second: both are named', ({ holder, transitions }) => {
    const { scope, see, relist, log } = watchedBook([leader()]);
    relist(60_000, [leader({ holder: '', durationSeconds: 1, writtenAt: T0 + 30_000 })]);
    scope.proved(T0 + 70_000);
    relist(120_000, [leader({ holder, transitions, writtenAt: T0 + 100_000 })]);
    if (holder === '') see(125_000, { holder: 'c', transitions: transitions + 1 });
    expect(log.handovers.at(-1)).toMatchObject({
      id: log.handovers[0]?.id,
      from: 'a',
      to: 'c',
      cause: 'unseen',
      evidence: { unwatchedFrom: T0, unwatchedTo: T0 + 120_000 },
    });
  });
  it.each([
    { list: 'does not name it', listed: [] },
    {
      list: 'names another object that nobody holds',
      listed: [
        leader({ uid: 'uid-2', holder: '', durationSeconds: 1, transitions: 3, writtenAt: T0 + 300_000 }),
      ],
    },
  ])(
    'after a release the list $list: it may have been held meanwhile, and when it was deleted is not known',
    ({ listed }) => {
      const { scope, see, relist, log } = watchedBook([leader()]);
      see(10_000, { holder: '', durationSeconds: 1, transitions: 4 });
      scope.proved(T0 + 20_000);
      relist(320_000, listed);
      const stretch = { unwatchedFrom: T0 + 20_000, unwatchedTo: T0 + 320_000, emptyBy: T0 + 320_000 };
      expect(log.handovers.at(-1)).toMatchObject({
        to: null,
        cause: 'deleted',
        evidence: { endedAt: T0 + 10_000, deletedAt: null, ...stretch },
      });
      see(330_000, { uid: 'uid-2', holder: 'c', transitions: 4 });
      expect(log.handovers.at(-1)).toMatchObject({
        from: 'a',
        to: 'c',
        cause: 'unseen',
        vacantMs: null,
        evidence: stretch,
      });
    },
  );
  it.each([
    { claims: 'moved', heldAt: T0 + 300_000, cause: 'unseen', vacantMs: null },
    { claims: 'are as they were', heldAt: T0 + 10_000, cause: 'release', vacantMs: 320_000 },
  ])('empty before and after, without a counter, and its claims $claims: $cause', (one) => {
    const empty: LeaseSpec = { holder: '', durationSeconds: 1, transitions: null };
    const { scope, see, relist, log } = watchedBook([leader({ transitions: null })]);
    see(10_000, { ...empty, acquiredAt: T0 + 10_000 });
    scope.proved(T0 + 20_000);
    relist(320_000, [leader({ ...empty, acquiredAt: one.heldAt, writtenAt: one.heldAt })]);
    see(330_000, { holder: 'c', transitions: null });
    const { cause, vacantMs } = one;
    expect(log.handovers.at(-1)).toMatchObject({ from: 'a', to: 'c', cause, vacantMs });
  });
  it('two stretches are told as one from the earlier on, also by a clock that was set back between them', () => {
    const earlier = { unwatchedFrom: T0 + 60_000, unwatchedTo: T0 + 90_000 };
    const joined = (from: number) => unwatchedEvidence({ from, to: from + 1000 }, earlier);
    expect(joined(T0 + 120_000)).toMatchObject({ unwatchedFrom: T0 + 60_000, unwatchedTo: T0 + 121_000 });
    expect(joined(T0)).toMatchObject({ unwatchedFrom: T0, unwatchedTo: T0 + 1000 });
  });
  it('a relist that says the same emits nothing, and its silence goes on', () => {
    const first = leader();
    const { scope, log, get } = watchedBook([first]);
    scope.listStarted();
    scope.listed([{ ...first }], T0 + 60_000);
    scope.listDone({ at: T0 + 60_000, blindFrom: T0 });
    expect([log.handovers, log.rows, log.removed]).toEqual([[], [], []]);
    expect(get().lastRenewalAt).toBeLessThan(T0 + 1000);
  });
  it('what a relist does not name was deleted meanwhile', () => {
    const { scope, log, book } = watchedBook([leader(), lease({ name: 'other' })]);
    scope.listStarted();
    scope.listed([lease({ name: 'other' })], T0 + 60_000);
    scope.listDone({ at: T0 + 60_000, blindFrom: T0 });
    expect(log.removed.map((tracked) => tracked.record.name)).toEqual(['controller-lock']);
    expect(log.handovers).toEqual([
      expect.objectContaining({
        cause: 'deleted',
        evidence: expect.objectContaining({ unwatchedTo: T0 + 60_000 }),
      }),
    ]);
    expect(book.get('apps', 'controller-lock')).toBeUndefined();
  });
  it('a first list that is broken off and begun again was not watched in between', () => {
    const handovers: Handover[] = [];
    const book = createLeaseBook(
      {
        rowChanged() {},
        renewed() {},
        removed() {},
        handover: (handover) => void handovers.push(handover),
      },
      { remembers: false, draw: () => 0 },
    );
    const scope = book.addScope();
    scope.listStarted();
    scope.listed([leader()], T0);
    scope.listStarted();
    scope.listed([leader({ holder: 'b', transitions: 5, writtenAt: T0 + 3000 })], T0 + 4000);
    scope.listDone({ at: T0 + 4000, blindFrom: null });
    expect(handovers).toEqual([expect.objectContaining({ cause: 'unseen', from: 'a', to: 'b' })]);
    expect(handovers[0]?.evidence).toMatchObject({ unwatchedFrom: T0, unwatchedTo: T0 + 4000 });
  });
  it.each([
    { was: 'held', holder: 'a', durationSeconds: 15 },
    { was: 'let go', holder: '', durationSeconds: 1 },
  ])('recreated while nobody watched is unseen, in one stretch; before it was $was', (before) => {
    const { see, relist, log } = watchedBook([leader()]);
    see(2000, { holder: before.holder, durationSeconds: before.durationSeconds, transitions: 4 });
    relist(60_000, [leader({ uid: 'uid-9', holder: 'b', transitions: 0 })]);
    expect(log.handovers.at(-1)).toMatchObject({ cause: 'unseen', from: 'a', to: 'b' });
    expect(log.handovers.at(-1)?.evidence).toMatchObject({ uidBefore: 'uid-1', uidAfter: 'uid-9' });
    expect(log.handovers.at(-1)?.evidence).not.toHaveProperty('watchedBetween');
  });
  it('the burst of a resumed watch is timed by the stamps of the API server, and misses nothing', () => {
    const { scope, log } = watchedBook([leader()]);
    scope.changed(leader({ writtenAt: T0 + 2000 }), T0 + 2000, false);
    const resumedAt = T0 + 50_000;
    scope.changed(leader({ writtenAt: T0 + 4000 }), resumedAt, true);
    scope.changed(leader({ holder: 'b', transitions: 5, writtenAt: T0 + 21_000 }), resumedAt, true);
    expect(log.handovers).toEqual([expect.objectContaining({ cause: 'expiry', silentMs: 17_000 })]);
    expect(Math.abs((log.handovers[0]?.at ?? 0) - (T0 + 21_000))).toBeLessThanOrEqual(1000);
  });
});

describe('laws', () => {
  it('on a live watch every change of the effective holder is one handover, and nothing else is', () => {
    const step = fc.record({
      holder: fc.constantFrom('', 'a', 'b', 'c'),
      waitMs: fc.integer({ min: 100, max: 40_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { see, log } = watchedBook([leader({ transitions: 0 })]);
        let [now, holder, transitions] = [0, 'a', 0];
        const expected: [string, string][] = [];
        let leaving = '';
        for (const { holder: next, waitMs } of steps) {
          now += waitMs;
          if (next !== holder) {
            if (next === '') leaving = holder;
            else {
              transitions++;
              expected.push([holder === '' ? leaving : holder, next]);
            }
          }
          holder = next;
          see(now, { holder, transitions, durationSeconds: holder === '' ? 1 : 15 });
        }
        const done = log.handovers.filter((handover) => handover.to !== null);
        expect(done.map(({ from, to }) => [from, to])).toEqual(expected);
        expect(new Set(done.map((handover) => handover.id)).size).toBe(done.length);
        for (const { silentMs, vacantMs } of done)
          expect(silentMs === null || silentMs >= (vacantMs ?? 0)).toBe(true);
      }),
    );
  });
});
