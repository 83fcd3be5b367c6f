/** Sequences in which a guess would be easy and wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaseRow } from '../../lib/view/rows.ts';
import { feed, type LeaseSpec, lease, T0, watchedBook } from './builders.ts';

const leader = (over: LeaseSpec = {}) => lease({ holder: 'a', transitions: 4, ...over });
const row = ({ book, get }: ReturnType<typeof watchedBook>, ms: number) =>
  leaseRow(get(), T0 + ms, book.judging(get()));

describe('silence is measured from renewals (§10)', () => {
  it('not from what another manager writes: a preferredHolder before an election is no renewal', () => {
    const { see, log } = watchedBook([leader({ strategy: 'OldestEmulationVersion' })]);
    see(2000, { holder: 'a', transitions: 4, strategy: 'OldestEmulationVersion' });
    see(4000, {
      holder: 'a',
      transitions: 4,
      strategy: 'x.io/other',
      renewedAt: T0 + 2000,
      renewStampAt: T0 + 2000,
    });
    see(17_500, {
      holder: 'b',
      transitions: 4,
      strategy: 'x.io/other',
      durationSeconds: 5,
      acquiredAt: null,
    });
    expect(log.handovers).toEqual([expect.objectContaining({ cause: 'expiry', silentMs: 15_500 })]);
  });
  it('not by stamps that were never seen to move', () => {
    const { see, log } = watchedBook([leader({ writtenAt: T0 - 86_400_000, renewedAt: T0 })]);
    see(16_000, { holder: 'b', transitions: 5, writtenAt: T0 - 86_400_000, renewedAt: T0 + 16_000 });
    expect(log.handovers[0]).toMatchObject({ cause: 'expiry' });
    expect(log.handovers[0]?.evidence.stampedSilenceMs).toBeNull();
  });
});

describe('a burst after an outage (§9)', () => {
  it('without stamps nothing is timed: neither accused nor measured', () => {
    const { scope, log, get } = watchedBook([leader({ writtenAt: null, renewedAt: T0 })]);
    scope.changed(leader({ writtenAt: null, renewedAt: T0 + 2000 }), T0 + 2000, false);
    scope.changed(
      leader({ holder: 'b', transitions: 5, writtenAt: null, renewedAt: T0 + 4000 }),
      T0 + 60_000,
      true,
    );
    expect(log.handovers).toEqual([
      expect.objectContaining({ cause: 'expiry', certainty: 'unknown', silentMs: null, vacantMs: null }),
    ]);
    expect(get().heldSinceCertain).toBe(false);
  });
  it('nor where stamps are not trusted', () => {
    const { scope, log } = watchedBook([leader()], { stamps: false });
    scope.changed(leader({ writtenAt: T0, renewedAt: T0 + 2000 }), T0 + 2000, false);
    scope.changed(
      leader({ holder: 'b', transitions: 5, writtenAt: T0, renewedAt: T0 + 23_000 }),
      T0 + 40_000,
      true,
    );
    expect(log.handovers[0]).toMatchObject({ certainty: 'unknown', silentMs: null });
  });
  it('a deletion in it has no time of its own, so no vacancy is measured', () => {
    const { scope, log } = watchedBook([leader()]);
    scope.deleted(leader(), T0 + 60_000, true);
    scope.changed(
      leader({ uid: 'uid-2', holder: 'b', transitions: 0, writtenAt: T0 + 6000 }),
      T0 + 60_000,
      true,
    );
    expect(log.handovers.at(-1)).toMatchObject({
      cause: 'recreated',
      vacantMs: null,
      transitionsDelta: null,
    });
    expect(log.handovers.at(-1)?.silentMs).toBeLessThanOrEqual(7000);
  });
  it('renewals of it, and the first after it, are no samples of a clock: their requests may have hung', () => {
    const watched = watchedBook([leader()]);
    for (let n = 1; n <= 10; n++) watched.see(n * 2037, { holder: 'a', transitions: 4 });
    watched.scope.feed(feed({ state: 'stale' }));
    watched.scope.changed(leader({ renewedAt: T0 + 23_000, writtenAt: T0 + 29_000 }), T0 + 30_000, true);
    const offset = row(watched, 30_000).clockOffsetMs;
    expect(offset !== null && offset.lower <= 0 && offset.upper >= 0).toBe(true);
  });
});

describe('an outage right after the start', () => {
  it('leaves no sample of a clock behind, though no gap is usual yet', () => {
    const watched = watchedBook([leader()]);
    watched.see(2000, { holder: 'a', transitions: 4 });
    watched.see(4000, { holder: 'a', transitions: 4 });
    watched.scope.feed(feed({ state: 'stale' }));
    watched.scope.feed(feed({ reconnects: 1, since: T0 + 14_000 }));
    // Read before the outage, stamped after it.
    watched.see(14_500, { holder: 'a', transitions: 4, renewedAt: T0 + 6000 });
    const offset = row(watched, 15_000).clockOffsetMs;
    expect(offset !== null && offset.lower <= 0 && offset.upper >= 0).toBe(true);
  });
});

describe('what one id names', () => {
  it('a takeover, and a deletion nobody watched right after it, are two handovers', () => {
    const { see, relist, log } = watchedBook([leader()]);
    see(8000, { holder: 'b', transitions: 5 });
    relist(60_000, []);
    expect(log.handovers.map(({ from, to }) => [from, to])).toEqual([
      ['a', 'b'],
      ['b', null],
    ]);
    expect(new Set(log.handovers.map(({ id }) => id)).size).toBe(2);
  });
});

describe('first sight', () => {
  it('of a vacancy: its time is told once stamps are trusted', () => {
    const { book, log, get } = watchedBook(
      [leader({ holder: '', durationSeconds: 1, writtenAt: T0 - 10_000 })],
      {
        stamps: false,
      },
    );
    expect(get().stateSince).toBeNull();
    book.trustStamps();
    expect(get().stateSince).toBe(T0 - 9500);
    expect(log.rows).toHaveLength(1);
  });
  it('of a vacancy that was held before, whatever its duration says: its taker is not the first', () => {
    const { see, log } = watchedBook([leader({ holder: '', transitions: 7 })]);
    see(5000, { holder: 'b', transitions: 8 });
    expect(log.handovers[0]).toMatchObject({ cause: 'release', from: null, to: 'b' });
  });
  it('of a vacant Lease that is then deleted and created: recreated', () => {
    const { scope, see, log } = watchedBook([leader({ holder: '', transitions: 7 })]);
    scope.deleted(leader(), T0 + 1000, false);
    see(2000, { uid: 'uid-2', holder: 'b', transitions: 0 });
    expect(log.handovers).toEqual([expect.objectContaining({ cause: 'recreated', from: null, to: 'b' })]);
  });
  it('of a name left behind with nulled times: nobody holds it (§2, the Java client)', () => {
    const { see, log, get } = watchedBook([leader({ acquiredAt: null, renewedAt: null })]);
    expect(get()).toMatchObject({ holder: null, state: 'vacant' });
    see(1000, { holder: 'b', transitions: 5 });
    expect(log.handovers[0]).toMatchObject({ cause: 'release', to: 'b' });
  });
  it('without a stamp: after a whole duration of watched silence it has expired', () => {
    const watched = watchedBook([leader({ writtenAt: null, renewedAt: T0 })]);
    watched.scope.proved(T0 + 14_000);
    watched.book.sweep(T0 + 14_000);
    expect(row(watched, 14_000).state).toBe('unknown');
    watched.scope.proved(T0 + 15_500);
    watched.book.sweep(T0 + 15_500);
    expect(row(watched, 15_500)).toMatchObject({ state: 'expired', ageCertain: false });
  });
});

describe('what nobody watched', () => {
  it('a renewal in it without a stamp is as old as the list that told it, not as the Lease', () => {
    const DAY = 86_400_000;
    const watched = watchedBook([leader({ writtenAt: null, renewedAt: T0 })]);
    const { book, scope, relist } = watched;
    scope.feed(feed({ since: T0, provenAt: T0 + 2 * DAY, lostAt: T0 + 2 * DAY, state: 'stale' }));
    relist(2 * DAY + 60_000, [leader({ writtenAt: null, renewedAt: T0 + 2 * DAY })]);
    scope.feed(
      feed({
        since: T0 + 2 * DAY + 60_000,
        provenAt: T0 + 2 * DAY + 60_000,
        lostAt: T0 + 2 * DAY,
        reconnects: 1,
      }),
    );
    book.sweep(T0 + 2 * DAY + 60_500);
    expect(row(watched, 2 * DAY + 60_500)).toMatchObject({ state: 'unknown', lastRenewalAt: null });
    scope.proved(T0 + 2 * DAY + 75_500);
    book.sweep(T0 + 2 * DAY + 75_500);
    expect(row(watched, 2 * DAY + 75_500)).toMatchObject({
      state: 'expired',
      lastRenewalAt: T0 + 2 * DAY + 60_000,
    });
  });
  it('a list that took long proves nothing later than it began', () => {
    const { scope, book, get } = watchedBook();
    scope.listStarted();
    scope.listed([leader({ writtenAt: T0 - 13_000 })], T0);
    scope.listDone({ at: T0 + 3000, blindFrom: null });
    scope.feed(feed({ provenAt: T0 }));
    book.sweep(T0 + 3500);
    expect(get().state).toBe('late');
  });
  it('a Lease missing from a first list that began anew was not watched leaving', () => {
    const { log, relist } = watchedBook([leader()]);
    relist(120_000, []);
    expect(log.handovers[0]?.evidence).toMatchObject({ unwatchedFrom: T0, endedAt: null });
    expect(log.handovers[0]?.silentMs).toBeNull();
  });
  it('a release in it is as old as its stamp says', () => {
    const { relist, get } = watchedBook([leader()]);
    relist(3_600_000, [leader({ holder: '', durationSeconds: 1, writtenAt: T0 + 5000 })]);
    expect(get().vacantSince).toBe(T0 + 5500);
  });
  it('a handover that was only half watched is unseen, and not measured', () => {
    const { see, relist, log } = watchedBook([leader()]);
    see(2000, { holder: '', durationSeconds: 1, transitions: 4 });
    relist(600_000, [leader({ holder: 'b', transitions: 5, writtenAt: T0 + 599_000 })]);
    expect(log.handovers.at(-1)).toMatchObject({ cause: 'unseen', silentMs: null, vacantMs: null });
  });
  it('a counter tells how many were missing', () => {
    const watched = watchedBook([leader()]);
    watched.relist(60_000, [leader({ holder: 'c', transitions: 8, writtenAt: T0 + 59_000 })]);
    expect(row(watched, 60_000).handovers24h).toBe(4);
  });
});

describe('classes that become known', () => {
  it('from a heartbeat to a controller, by any field, with its handover and its count', () => {
    const { see, log, book } = watchedBook([lease({ name: 'thing', acquiredAt: null, transitions: null })]);
    see(1000, { name: 'thing', acquiredAt: T0, transitions: null });
    expect(book.totals()).toMatchObject({
      elects: { held: 1 },
      heartbeats: { held: 0 },
      classes: { controller: 1 },
    });
    see(2000, { name: 'thing', holder: 'b', acquiredAt: T0, transitions: null });
    expect(log.handovers).toHaveLength(1);
  });
});

describe('laws', () => {
  type Step = {
    how: 'live' | 'burst' | 'relist';
    holder: string;
    waitMs: number;
    stamped: boolean;
    other: boolean;
  };
  const step: fc.Arbitrary<Step> = fc.record({
    how: fc.constantFrom('live', 'burst', 'relist'),
    holder: fc.constantFrom('', 'a', 'b', 'c'),
    waitMs: fc.integer({ min: 200, max: 30_000 }),
    stamped: fc.boolean(),
    other: fc.boolean(),
  });
  it('whatever was watched, ids are unique, durations make sense, and nobody is accused of what did not happen', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { scope, log, relist } = watchedBook([leader({ transitions: 0 })]);
        let [now, holder, transitions, renewed] = [0, 'a', 0, 0];
        const silences = new Map<string, number>();
        for (const { how, holder: next, waitMs, stamped, other } of steps) {
          now += waitMs;
          const moved = next !== holder;
          if (moved && next !== '') transitions++;
          const silence = moved && holder !== '' && next !== '' ? now - renewed : null;
          const renews = moved || !other;
          if (renews) renewed = now;
          holder = next;
          const record = leader({
            holder,
            transitions,
            durationSeconds: holder === '' ? 1 : 15,
            renewedAt: T0 + renewed,
            writtenAt: stamped ? T0 + now : null,
            ...(other && !moved && stamped ? { renewStampAt: T0 + renewed, strategy: `x.io/${now}` } : {}),
          });
          if (silence !== null) silences.set(`${record.uid}.${record.resourceVersion}`, silence);
          if (how === 'relist') relist(now, [record]);
          else {
            if (how === 'live') scope.proved(T0 + now);
            scope.changed(record, T0 + now, how === 'burst');
          }
        }
        const done = log.handovers.filter((handover) => handover.to !== null);
        expect(new Set(done.map(({ id }) => id)).size).toBe(done.length);
        for (const { id, silentMs, vacantMs, cause } of done) {
          if (silentMs !== null) expect(silentMs).toBeGreaterThanOrEqual(vacantMs ?? 0);
          expect(vacantMs ?? 0).toBeGreaterThanOrEqual(0);
          // Stamps are good to a second each way; beyond that an early takeover has to be one.
          const silence = silences.get(id);
          if (cause === 'early' && silence !== undefined) expect(silence).toBeLessThan(15_000 + 1500);
        }
      }),
      { numRuns: 500 },
    );
  });
});
