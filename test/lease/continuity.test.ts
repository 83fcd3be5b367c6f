/** Field guide §10, "missed handovers", "recreated"; a restart is a relist whose memory went through a store. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handoverRow } from '../../lib/history/handover-row.ts';
import { reconcileUnseen } from '../../lib/history/reconcile-unseen.ts';
import { knownOf } from '../../lib/lease/continuity.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { KnownLease } from '../../lib/lease/known.ts';
import { type LeaseSpec, lease, T0, watchedBook } from './builders.ts';

const ENDED = T0 + 60_000;
const AGAIN = T0 + 120_000;
/** Clocks of several who keep it; of one alone there is none but its own. */
const APART = 5000;
const ALONE = 0;

/** A run that saw `first`, then `then`; what it kept; and a second run whose first list says `after`. */
function restarted(first: LeaseSpec | null, then: LeaseSpec[], after: LeaseSpec | null) {
  const before = watchedBook(first === null ? [] : [lease(first)]);
  then.forEach((spec, index) => {
    before.see(1000 * (index + 1), spec);
  });
  const known: KnownLease[] = [...before.book.elections()].map((one) => knownOf(one, ENDED, null));
  // Who is new has taken it since.
  const made = first === null ? { acquiredAt: AGAIN - 500 } : {};
  const listed = after === null ? [] : [lease({ writtenAt: AGAIN - 500, ...made, ...after })];
  const second = watchedBook(listed, { remembers: true, listedAt: AGAIN });
  const join = (until = ENDED, clocksApartMs = APART) =>
    second.book.join(0, {
      known: structuredClone(known),
      watchedUntil: () => until,
      readAt: AGAIN,
      clocksApartMs,
    });
  return { before, second, listed, join };
}

const facts = ({ id, evidence, ...rest }: Handover) => ({ ...rest, between: evidence.unwatchedFrom });

describe('a run joined to the one before', () => {
  it('the same holder and counter: the tenure went on', () => {
    const { second, join, before } = restarted({}, [{ holder: 'b', transitions: 1 }], {
      holder: 'b',
      transitions: 1,
    });
    join();
    expect(second.log.handovers).toEqual([]);
    expect(second.get().heldSince).toBe(before.get().heldSince);
    expect(second.get().heldSinceCertain).toBe(true);
  });
  it('a counter that rose by 3 with a new holder: one handover that nobody saw, saying 3', () => {
    const { second, join } = restarted({ transitions: 4 }, [], { holder: 'c', transitions: 7 });
    join();
    expect(second.log.handovers).toMatchObject([
      {
        cause: 'unseen',
        certainty: 'certain',
        from: 'a',
        to: 'c',
        transitionsDelta: 3,
        vacantMs: null,
        evidence: { unwatchedFrom: ENDED, unwatchedTo: AGAIN },
      },
    ]);
  });
  it('a Lease that is gone: deleted while nobody watched; created again later it is completed', () => {
    const { second, join } = restarted({}, [], null);
    join();
    expect(second.log.handovers).toMatchObject([{ from: 'a', to: null, cause: 'deleted' }]);
    second.scope.changed(lease({ uid: 'uid-2', holder: 'b', writtenAt: AGAIN + 5000 }), AGAIN + 5000, false);
    expect(second.log.handovers[1]).toMatchObject({ from: 'a', to: 'b', id: second.log.handovers[0]?.id });
  });
  it.each([
    { counts: 'counts', transitions: 0 },
    { counts: 'does not count', transitions: null },
  ])(
    'a vacancy that goes on keeps its beginning, and whoever takes it completes it, where one $counts',
    (one) => {
      const vacant: LeaseSpec = { holder: '', durationSeconds: 1, transitions: one.transitions };
      const { before, second, join } = restarted({ transitions: one.transitions }, [vacant], vacant);
      join();
      expect(second.log.handovers).toEqual([]);
      expect(second.get().vacantSince).toBe(before.get().vacantSince);
      second.scope.changed(
        lease({ holder: 'b', transitions: 1, writtenAt: AGAIN + 9000 }),
        AGAIN + 9000,
        false,
      );
      expect(second.log.handovers).toMatchObject([
        { id: before.log.handovers[0]?.id, from: 'a', to: 'b', at: AGAIN + 9000, cause: 'release' },
      ]);
    },
  );
  it('joined late, what was watched meanwhile stands', () => {
    const { second, join } = restarted({ transitions: 1 }, [], { holder: 'b', transitions: 2 });
    second.scope.changed(
      lease({ holder: 'c', transitions: 3, writtenAt: AGAIN + 20_000 }),
      AGAIN + 20_000,
      false,
    );
    join();
    expect(second.log.handovers.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      ['b', 'c', 'expiry'],
      ['a', 'b', 'unseen'],
    ]);
    expect(second.log.takeovers).toHaveLength(2);
    expect(second.get()).toMatchObject({ holder: 'c', heldSince: AGAIN + 20_000 });
  });
  it.each([
    { made: 'made again', by: 'd' },
    { made: 'not made again', by: null },
  ])(
    'joined late, after what was listed has been deleted and $made: what lay before the list is told',
    ({ by }) => {
      const { second, listed, join } = restarted({ transitions: 1 }, [], { holder: 'b', transitions: 2 });
      const [record = lease()] = listed;
      second.scope.deleted(record, AGAIN + 3000, false);
      const made = { uid: 'uid-2', holder: by, writtenAt: AGAIN + 4000 };
      if (by !== null) second.scope.changed(lease(made), AGAIN + 4000, false);
      join();
      const told = second.log.handovers.map(({ from, to, cause }) => [from, to, cause]);
      expect(told).toContainEqual(['a', 'b', 'unseen']);
      expect(told).toContainEqual(by === null ? ['b', null, 'deleted'] : ['b', 'd', 'recreated']);
      expect(told.filter(([, to]) => to === 'b')).toHaveLength(1);
    },
  );
  it('joined late, after what was listed vacant has been taken: one handover, with those that nobody saw', () => {
    const late = restarted({ transitions: 1 }, [], { holder: '', durationSeconds: 1, transitions: 3 });
    late.second.scope.changed(
      lease({ holder: 'c', transitions: 4, writtenAt: AGAIN + 5000 }),
      AGAIN + 5000,
      false,
    );
    late.join();
    const [live, whole, ...more] = late.second.log.handovers;
    expect(live).toMatchObject({ from: null, to: 'c', cause: 'release' });
    expect(whole).toMatchObject({
      id: live?.id,
      at: AGAIN + 5000,
      from: 'a',
      to: 'c',
      cause: 'unseen',
      vacantMs: null,
      transitionsDelta: 3,
      evidence: { unwatchedFrom: ENDED, unwatchedTo: AGAIN, transitionsAfter: 4 },
    });
    expect(more).toEqual([]);
    expect(late.second.log.takeovers).toEqual([live]);
    expect(late.second.log.renamed).toEqual([]);
    expect(late.second.get()).toMatchObject({ holder: 'c', openHandover: null });
    expect(late.second.get().handoverTimes).toHaveLength(1);
  });
  it('joined late, after what was listed vacant has been taken and deleted: the same', () => {
    const late = restarted({ transitions: 1 }, [], { holder: '', durationSeconds: 1, transitions: 3 });
    const taken = lease({ holder: 'c', transitions: 4, writtenAt: AGAIN + 5000 });
    late.second.scope.changed(taken, AGAIN + 5000, false);
    late.second.scope.deleted(taken, AGAIN + 6000, false);
    late.join();
    expect(late.second.log.handovers).toContainEqual(
      expect.objectContaining({ from: 'a', to: 'c', cause: 'unseen', transitionsDelta: 3 }),
    );
    expect(late.second.log.takeovers).toHaveLength(1);
    expect(late.second.log.handovers.filter(({ to }) => to === null)).toMatchObject([
      { cause: 'deleted' },
      { cause: 'deleted' },
    ]);
  });
  it('joined late, after what was listed vacant has been deleted and created by somebody: one handover too', () => {
    const late = restarted({ transitions: 1 }, [], { holder: '', durationSeconds: 1, transitions: 3 });
    const vacant = lease({ holder: '', durationSeconds: 1, transitions: 3, writtenAt: AGAIN - 500 });
    late.second.scope.deleted(vacant, AGAIN + 3000, false);
    const created = lease({ uid: 'uid-2', holder: 'c', transitions: 0, writtenAt: AGAIN + 5000 });
    late.second.scope.changed(created, AGAIN + 5000, false);
    late.join();
    const [live, whole, ...more] = late.second.log.handovers;
    expect(live).toMatchObject({ from: null, to: 'c', cause: 'recreated' });
    expect(whole).toMatchObject({
      id: live?.id,
      at: AGAIN + 5000,
      from: 'a',
      to: 'c',
      cause: 'unseen',
      evidence: { unwatchedFrom: ENDED, unwatchedTo: AGAIN },
    });
    expect(more).toEqual([]);
    expect(late.second.log.takeovers).toEqual([live]);
  });
  it('joined late, what has been released meanwhile still waits for whoever takes it', () => {
    const { second, join } = restarted({ transitions: 1 }, [], { holder: 'b', transitions: 2 });
    const see = (afterMs: number, spec: LeaseSpec) =>
      second.scope.changed(lease({ writtenAt: AGAIN + afterMs, ...spec }), AGAIN + afterMs, false);
    see(3000, { holder: '', durationSeconds: 1, transitions: 2 });
    join();
    see(5000, { holder: 'c', transitions: 3 });
    expect(second.log.handovers.at(-1)).toMatchObject({
      from: 'b',
      to: 'c',
      cause: 'release',
      vacantMs: 2000,
    });
  });
  it('a release, and another one that nobody saw: whoever takes it then has not taken it from the first', () => {
    const vacant: LeaseSpec = { holder: '', durationSeconds: 1, transitions: 4 };
    const { before, second, join } = restarted({ transitions: 4 }, [vacant], { ...vacant, transitions: 6 });
    join();
    expect(second.get().vacantSince).toBe(AGAIN - 500);
    second.scope.changed(
      lease({ holder: 'b', transitions: 7, writtenAt: AGAIN + 9000 }),
      AGAIN + 9000,
      false,
    );
    expect(second.log.handovers.at(-1)).toMatchObject({
      id: before.log.handovers[0]?.id,
      from: 'a',
      to: 'b',
      cause: 'unseen',
      vacantMs: null,
      transitionsDelta: 3,
      evidence: { unwatchedFrom: ENDED, unwatchedTo: AGAIN, endedAt: T0 + 1000 },
    });
  });
  it.each([
    { meanwhile: 'nobody took it', transitions: 4, cause: 'release', delta: 1 },
    { meanwhile: 'somebody took and released it unseen', transitions: 6, cause: 'unseen', delta: 3 },
  ])(
    'joined late, after what waited has been taken, where $meanwhile: it is whole, and so is what was told',
    (one) => {
      const vacant: LeaseSpec = { holder: '', durationSeconds: 1, transitions: 4 };
      const after = { ...vacant, transitions: one.transitions };
      const { before, second, join } = restarted({ transitions: 4 }, [vacant], after);
      const taken = { holder: 'c', transitions: one.transitions + 1, writtenAt: AGAIN + 5000 };
      second.scope.changed(lease(taken), AGAIN + 5000, false);
      join();
      const [live, whole, same] = second.log.handovers;
      const facts = { at: AGAIN + 5000, from: 'a', to: 'c', transitionsDelta: one.delta };
      expect(live).toMatchObject({ from: null, to: 'c' });
      expect(whole).toMatchObject({ ...facts, id: before.log.handovers[0]?.id, cause: one.cause });
      expect(same).toMatchObject({ ...facts, id: live?.id, cause: 'unseen' });
      expect(second.log.handovers).toHaveLength(3);
      expect(second.log.takeovers).toEqual([live]);
      expect(second.log.renamed).toEqual([whole]);
      expect(second.get()).toMatchObject({ holder: 'c', openHandover: null });
    },
  );
  it('joined late, after what was found empty has been taken: the one that stays begins with the earlier stretch', () => {
    const vacant: LeaseSpec = { holder: '', durationSeconds: 1, transitions: 4 };
    const before = watchedBook([lease({ transitions: 4 })]);
    before.see(2000, { transitions: 4 });
    before.relist(60_000, [lease({ ...vacant, writtenAt: T0 + 30_000, resourceVersion: '500' })]);
    const known = [...before.book.elections()].map((one) => knownOf(one, T0 + 600_000, null));
    const listed = lease({ ...vacant, transitions: 5, writtenAt: T0 + 650_000, resourceVersion: '600' });
    const second = watchedBook([listed], { remembers: true, listedAt: T0 + 700_000 });
    second.see(702_000, { holder: 'c', transitions: 6 });
    second.book.join(0, {
      known: structuredClone(known),
      watchedUntil: () => T0 + 600_000,
      readAt: T0 + 703_000,
      clocksApartMs: ALONE,
    });
    const holders = { id: (identity: string | null) => (identity === null ? null : identity.charCodeAt(0)) };
    const rows = second.log.handovers.slice(1).map((told) => handoverRow(told, 1, 1, holders));
    expect(rows.map(({ key }) => key)).toEqual(['uid-1.500', 'uid-1.600']);
    const { gone } = reconcileUnseen(rows, [], ALONE);
    expect(rows.filter((row) => !gone.includes(row))).toMatchObject([
      { unwatched_from: T0 + 2000, unwatched_to: T0 + 700_000, transitions_delta: 2 },
    ]);
  });
  it.each([
    { was: 'was there before', acquiredAt: ENDED - 1, told: [] },
    { was: 'is new', acquiredAt: ENDED + 1, told: [[null, 'a', 'unseen']] },
    { was: 'may be either', acquiredAt: null, told: [[null, 'a', 'unseen']] },
  ])('a Lease of which nothing is known, and whose holder $was by what it claims', ({ acquiredAt, told }) => {
    const { second, join } = restarted(null, [], { acquiredAt, transitions: 4 });
    join();
    expect(second.log.handovers.map(({ from, to, cause }) => [from, to, cause])).toEqual(told);
  });
  it('a namespace that nobody watched before tells nothing of what happened meanwhile', () => {
    const { second } = restarted({}, [], { holder: 'c', transitions: 1 });
    second.book.join(0, { known: [], watchedUntil: () => null, readAt: AGAIN, clocksApartMs: APART });
    expect(second.log.handovers).toEqual([]);
  });
  it('where somebody else watched all the while nothing is unseen', () => {
    const { second, before } = restarted({}, [], { holder: 'c', transitions: 1 });
    const known = [...before.book.elections()].map((one) => knownOf(one, AGAIN, null));
    second.book.join(0, { known, watchedUntil: () => AGAIN + 5, readAt: AGAIN + 9, clocksApartMs: APART });
    expect(second.log.handovers).toEqual([]);
  });
  it('where the clock was set back since, what happened meanwhile is told all the same', () => {
    const { second, join } = restarted({ transitions: 4 }, [], { holder: 'c', transitions: 7 });
    join(AGAIN + 20_000);
    expect(second.log.handovers).toMatchObject([
      {
        cause: 'unseen',
        from: 'a',
        to: 'c',
        at: AGAIN,
        transitionsDelta: 3,
        evidence: { unwatchedTo: AGAIN },
      },
    ]);
  });
  it.each([0, 1, 4000, 20_000])(
    'where nobody else keeps it and the clock was set back by %d ms since, what has no counter is told too',
    (aheadMs) => {
      const held = restarted({ transitions: null }, [], { holder: 'c', transitions: null });
      held.join(AGAIN + aheadMs, ALONE);
      expect(held.second.log.handovers).toMatchObject([
        { cause: 'unseen', from: 'a', to: 'c', at: AGAIN, evidence: { unwatchedTo: AGAIN } },
      ]);
      const vacant = { holder: '', durationSeconds: 1, transitions: null };
      const taken = restarted({ transitions: null }, [vacant], { holder: 'c', transitions: null });
      taken.join(AGAIN + aheadMs, ALONE);
      expect(taken.second.log.handovers).toMatchObject([{ cause: 'unseen', from: 'a', to: 'c' }]);
    },
  );
  it('where the clock of somebody else is ahead, who has seen more than the list said, nothing is told of that', () => {
    const { second, join } = restarted({ transitions: 4 }, [{ holder: 'c', transitions: 5 }], {
      holder: 'a',
      transitions: 4,
    });
    join(AGAIN + 20_000);
    expect(second.log.handovers).toEqual([]);
  });
  it.each<[string, LeaseSpec]>([
    ['released it', { holder: '', durationSeconds: 1, transitions: 4 }],
    ['took it, where nobody counts', { holder: 'c', transitions: null }],
  ])(
    'where the clock of somebody else is ahead, who saw that somebody %s since, nothing is told of that',
    (_, then) => {
      const listed = { holder: 'a', transitions: then.transitions ?? null };
      const { before, second, join } = restarted(listed, [then], listed);
      join(AGAIN + 20_000);
      expect(second.log.handovers).toEqual([]);
      const { resourceVersion } = before.get().record;
      second.scope.changed(lease({ ...then, resourceVersion, writtenAt: AGAIN + 1000 }), AGAIN + 1000, false);
      expect(second.log.handovers).toMatchObject([
        { id: before.log.handovers[0]?.id, from: 'a', to: then.holder === '' ? null : then.holder },
      ]);
    },
  );
  it.each([
    { ended: 'released', until: ENDED },
    { ended: 'released', until: AGAIN + 20_000 },
    { ended: 'deleted', until: ENDED },
  ])(
    'joined late, what this run told that was $ended is no news of the run before, which ended at $until',
    ({ ended, until }) => {
      const { before, second, listed } = restarted({}, [], {});
      const [known] = [...before.book.elections()].map((one) => knownOf(one, ENDED, null));
      const [record = lease()] = listed;
      if (ended === 'deleted') second.scope.deleted(record, AGAIN + 3000, false);
      else
        second.scope.changed(
          lease({ holder: '', durationSeconds: 1, writtenAt: AGAIN + 3000 }),
          AGAIN + 3000,
          false,
        );
      const [told] = second.log.handovers;
      if (known === undefined || told === undefined) throw new Error('nothing was told');
      // As the store reads it once what was told is written.
      const kept = { ...known, holder: null, heldSince: null, vacantSince: told.at, openHandover: told };
      second.book.join(0, {
        known: [kept],
        watchedUntil: () => until,
        readAt: AGAIN + 4000,
        clocksApartMs: ALONE,
      });
      expect(second.log.handovers.filter(({ to }) => to !== null)).toEqual([]);
      expect(second.log.handovers.at(-1)).toEqual(told);
    },
  );
  it('where it was deleted since as somebody saw whose clock is ahead, it has not been made again', () => {
    const { before, second } = restarted({}, [], {});
    const known = [...before.book.elections()].map((one) => knownOf(one, AGAIN, AGAIN));
    second.book.join(0, { known, watchedUntil: () => AGAIN + 20_000, readAt: AGAIN, clocksApartMs: APART });
    expect(second.log.handovers).toEqual([]);
  });
  it('where the clock of somebody else may be ahead by a little, who watches still, nothing is unseen', () => {
    const { second, join } = restarted({ transitions: 4 }, [], { holder: 'c', transitions: 5 });
    join(AGAIN + 4000);
    expect(second.log.handovers).toEqual([]);
  });
  it('what an earlier run saw first is no first sight of this one: without a stamp nothing expires by it', () => {
    const { second, join } = restarted({}, [], { writtenAt: null, renewedAt: T0 });
    join();
    second.scope.proved(AGAIN + 1000);
    second.book.sweep(AGAIN + 1000);
    expect(second.get().state).toBe('unknown');
    expect(knownOf(second.get(), AGAIN, null).firstSeenAt).toBe(T0);
  });
  it('joining twice tells nothing twice', () => {
    const { second, join } = restarted({}, [], { holder: 'c', transitions: 1 });
    join();
    join();
    expect(second.log.handovers).toHaveLength(1);
  });

  const spec = fc.record({
    uid: fc.constantFrom('uid-1', 'uid-2'),
    holder: fc.constantFrom('a', 'b', 'c', ''),
    transitions: fc.nat(4),
    durationSeconds: fc.constantFrom(15, 1, 30),
  });
  it('is what a relist would have told, whatever happened', () => {
    fc.assert(
      fc.property(
        fc.option(spec),
        fc.array(
          spec.map((one) => ({ ...one, uid: 'uid-1' })),
          { maxLength: 3 },
        ),
        fc.option(spec),
        (first, then, after) => {
          const { before, second, listed, join } = restarted(
            first === null ? null : { ...first, uid: 'uid-1' },
            first === null ? [] : then,
            after,
          );
          join();
          before.log.handovers.length = 0;
          before.scope.proved(ENDED);
          before.relist(AGAIN - T0, listed);
          // A relist tells a departure and then the takeover that completes it; a restart tells both at once.
          const last = new Map(before.log.handovers.map((one) => [one.id, one]));
          expect(second.log.handovers.map(facts)).toEqual([...last.values()].map(facts));
        },
      ),
      { numRuns: 500 },
    );
  });
});
