import { describe, expect, it } from 'vitest';
import { createLeaseBook } from '../../lib/lease/book.ts';
import { ELECTION_SPAN, gapExtent } from '../../lib/lease/gaps.ts';
import { leaseRow } from '../../lib/view/rows.ts';
import { feed, lease, T0, watchedBook } from './builders.ts';

const row = (watched: ReturnType<typeof watchedBook>, ms: number) => {
  const tracked = watched.get();
  return leaseRow(tracked, T0 + ms, watched.book.judging(tracked));
};

describe('freshness (§10: locally observed change, never a foreign clock)', () => {
  it('a holder whose clock is an hour ahead is as fresh as its renewals are', () => {
    const watched = watchedBook([lease({ renewedAt: T0 + 3_600_000 })]);
    watched.see(2000, { renewedAt: T0 + 3_602_000 });
    expect(row(watched, 5000)).toMatchObject({ ageMs: 3000, ageCertain: true, state: 'held' });
  });
  it('at first sight the age is told by the API server’s stamp, and is not certain', () => {
    const watched = watchedBook([lease({ writtenAt: T0 - 10_000 })]);
    const { ageMs, ageCertain } = row(watched, 0);
    expect(Math.abs((ageMs ?? 0) - 10_000)).toBeLessThanOrEqual(1000);
    expect(ageCertain).toBe(false);
  });
  it('… and not known without a stamp', () => {
    const watched = watchedBook([lease({ writtenAt: null, renewedAt: T0 - 10_000 })]);
    expect(row(watched, 0)).toMatchObject({ ageMs: null, lastRenewalAt: null, state: 'unknown' });
    watched.see(2000, { writtenAt: null, renewedAt: T0 + 2000 });
    expect(row(watched, 2000)).toMatchObject({ ageMs: 0, ageCertain: true, state: 'held' });
  });
  it('§9: a label moves the resourceVersion and says nothing about the holder', () => {
    const watched = watchedBook([lease({ writtenAt: T0 })]);
    watched.see(2000, {});
    watched.see(9000, { renewedAt: T0 + 2000, labels: { a: 'b' }, renewStampAt: T0 + 2000 });
    expect(row(watched, 9000).ageMs).toBe(7000);
  });
  it('stamps of an API server older than 1.25 are not trusted until told so', () => {
    const rows: unknown[] = [];
    const book = createLeaseBook(
      {
        rowChanged: (tracked) => rows.push(tracked),
        renewed() {},
        removed() {},
        handover() {},
      },
      { remembers: false, draw: () => 0 },
    );
    const scope = book.addScope();
    scope.serverClock({ lower: -500, upper: 500 });
    scope.listStarted();
    scope.listed([lease({ writtenAt: T0 - 4000 })], T0);
    scope.listDone({ at: T0, blindFrom: null });
    expect(book.get('apps', 'controller-lock')?.lastRenewalAt).toBeNull();
    book.trustStamps();
    expect(book.get('apps', 'controller-lock')?.lastRenewalAt).toBe(T0 - 3500);
  });
});

describe('states by time', () => {
  it('held, late, expired; each told once, each since the moment it became true', () => {
    const { see, scope, book, log, get } = watchedBook([lease()]);
    for (let ms = 2000; ms <= 10_000; ms += 2000) see(ms, {});
    log.rows.length = 0;
    const told: [string, number | null][] = [];
    for (let ms = 10_000; ms <= 40_000; ms += 250) {
      scope.proved(T0 + ms);
      book.sweep(T0 + ms);
      for (const tracked of log.rows.splice(0)) told.push([tracked.state, (tracked.stateSince ?? 0) - T0]);
    }
    expect(told).toEqual([
      ['late', 17_500],
      ['expired', 25_000],
    ]);
    see(41_000, {});
    expect(get()).toMatchObject({ state: 'held', stateSince: T0 + 41_000 });
  });
  it('§10: before it turns expired under a quiet watch, somebody has to prove the watch', () => {
    const { scope, book, get } = watchedBook([lease()]);
    scope.proved(T0 + 8000);
    expect(book.sweep(T0 + 14_000)).toEqual([]);
    expect(book.sweep(T0 + 16_000)).toEqual([get()]);
    expect(get().state).toBe('late');
    scope.proved(T0 + 16_000);
    expect(book.sweep(T0 + 16_250)).toEqual([]);
    expect(get().state).toBe('expired');
  });
  it('… and to when it began to be late, once: not every second for what nobody renews any more', () => {
    const { scope, book, get } = watchedBook([lease()]);
    expect(book.sweep(T0 + 7500)).toEqual([]);
    expect(book.sweep(T0 + 7600)).toEqual([get()]);
    let asked = 0;
    for (let ms = 7600; ms <= 600_000; ms += 250) {
      if (book.sweep(T0 + ms).length === 0) continue;
      asked += 1;
      scope.proved(T0 + ms);
    }
    // As it began to be late, and as it expired.
    expect(asked).toBe(2);
  });
  it('… after an outage to when it is late again', () => {
    const { scope, book, get } = watchedBook([lease()]);
    scope.feed(feed({ state: 'stale', since: T0 + 3000 }));
    scope.feed(feed({ state: 'live', since: T0 + 60_000, reconnects: 1, provenAt: T0 + 60_000 }));
    expect(book.sweep(T0 + 67_500)).toEqual([]);
    expect(book.sweep(T0 + 67_600)).toEqual([get()]);
    scope.proved(T0 + 67_600);
    expect(book.sweep(T0 + 74_000)).toEqual([]);
  });
  it('… and before it is told that nobody takes over', () => {
    const { see, scope, book, get } = watchedBook([lease()]);
    for (let ms = 2000; ms <= 10_000; ms += 2000) see(ms, {});
    see(12_000, { holder: '', durationSeconds: 1 });
    expect(get().state).toBe('vacant');
    expect(book.sweep(T0 + 21_400)).toEqual([]);
    expect(book.sweep(T0 + 21_500)).toEqual([get()]);
    scope.proved(T0 + 21_500);
    expect(book.sweep(T0 + 21_750)).toEqual([]);
  });
  it('a feed that is not live makes nothing expired, and everything unknown where it is read', () => {
    const watched = watchedBook([lease()]);
    watched.scope.feed(feed({ state: 'stale', since: T0 + 3000 }));
    expect(watched.book.sweep(T0 + 90_000)).toEqual([]);
    expect(watched.log.rows).toEqual([]);
    expect(row(watched, 90_000)).toMatchObject({ state: 'unknown', stateSince: T0 + 3000 });
    expect(watched.book.totals()).toMatchObject({ leases: 1, elects: { held: 0, unknown: 1 } });
  });
  it('after an outage a Lease that has not renewed yet is late, expired only after a whole duration more', () => {
    const { scope, book, get } = watchedBook([lease()]);
    scope.feed(feed({ state: 'stale', since: T0 + 3000 }));
    scope.feed(feed({ state: 'live', since: T0 + 60_000, reconnects: 1, provenAt: T0 + 60_000 }));
    book.sweep(T0 + 60_000);
    expect(get().state).toBe('late');
    scope.proved(T0 + 75_001);
    book.sweep(T0 + 75_001);
    expect(get().state).toBe('expired');
  });
  it('§9: a gap across time that was not live never counts', () => {
    const { scope, see, get } = watchedBook([lease()]);
    see(2000, {});
    see(4000, {});
    expect(get().lastGapMs).toBe(2000);
    scope.feed(feed({ state: 'stale' }));
    scope.feed(feed({ state: 'live', reconnects: 1 }));
    see(30_000, {});
    expect(get().lastGapMs).toBeNull();
    see(32_000, {});
    expect(gapExtent(get().gaps, ELECTION_SPAN, T0)?.max).toBe(2000);
  });
});

describe('what is counted', () => {
  it('totals follow every change of class and state', () => {
    const node = lease({
      namespace: 'kube-node-lease',
      name: 'n1',
      holder: 'n1',
      durationSeconds: 40,
      acquiredAt: null,
      transitions: null,
    });
    const { see, scope, book } = watchedBook([lease(), node]);
    expect(book.totals()).toMatchObject({
      leases: 2,
      elects: { held: 1 },
      heartbeats: { held: 1 },
      classes: { controller: 1, 'node-heartbeat': 1 },
    });
    see(1000, { holder: '', durationSeconds: 1 });
    expect(book.totals().elects).toMatchObject({ held: 0, vacant: 1 });
    scope.deleted(node, T0 + 2000, false);
    expect(book.totals()).toMatchObject({ leases: 1, heartbeats: { held: 0 } });
  });
  it('what was unknown at first may become a controller; a name never loses its class', () => {
    const { see, get, book } = watchedBook([
      lease({ name: 'thing', holder: 'a', acquiredAt: null, transitions: null }),
    ]);
    expect(get('thing').class).toBe('component-heartbeat');
    see(1000, { name: 'thing', holder: 'a', transitions: 0 });
    expect(get('thing')).toMatchObject({ class: 'controller', elects: true });
    expect(book.totals()).toMatchObject({ elects: { held: 1 }, heartbeats: { held: 0 } });
    expect([...book.elections()]).toHaveLength(1);
    expect([...book.heartbeats()]).toHaveLength(0);
  });
  it('headroom is the duration less the slowest gap, once five are known', () => {
    const watched = watchedBook([lease()]);
    for (const ms of [2000, 4000, 6000, 8000, 10_000]) watched.see(ms, {});
    expect(row(watched, 10_000).headroomMs).toBeNull();
    watched.see(13_500, {});
    expect(row(watched, 13_500)).toMatchObject({ headroomMs: 11_500, renewGapMs: { max: 3500 } });
  });
  it('§8: a holder’s clock is bounded by its renewals, and a new holder’s afresh', () => {
    const watched = watchedBook([lease()]);
    for (let n = 1; n <= 26; n++) watched.see(n * 2037, { renewedAt: T0 + n * 2037 + 8000 });
    const offset = row(watched, 53_000).clockOffsetMs;
    expect(offset?.lower).toBeGreaterThan(7800);
    expect(offset?.lower).toBeLessThanOrEqual(8000);
    expect(offset?.upper).toBeGreaterThanOrEqual(8000);
    watched.see(60_000, { holder: 'b', transitions: 1 });
    expect(row(watched, 60_000).clockOffsetMs).toBeNull();
  });
  it('§8: a slow request does not pass for a clock that is behind', () => {
    const watched = watchedBook([lease()]);
    for (let n = 1; n <= 10; n++) watched.see(n * 2037, {});
    // Read before a request that took 5 s.
    watched.see(10 * 2037 + 7037, { renewedAt: T0 + 10 * 2037 + 2037 });
    const offset = row(watched, 28_000).clockOffsetMs;
    // Nor does the first of them, before which nobody watched.
    expect(offset?.samples).toBe(9);
    expect(offset?.upper).toBeGreaterThanOrEqual(0);
  });
  it('§8: an API server that does not stamp renewals resolves no clock', () => {
    const watched = watchedBook([lease({ writtenAt: T0 })]);
    watched.see(2000, { writtenAt: T0 });
    watched.see(4000, { writtenAt: T0, renewedAt: T0 + 4000 });
    expect(row(watched, 4000).clockOffsetMs).toBeNull();
  });
  it('§2: a standby is due L + 4.4 P after the last renewal, 2.2 P + 5 s after a release', () => {
    const watched = watchedBook([lease()]);
    for (const ms of [2000, 4000, 6000, 8000]) watched.see(ms, {});
    const retry = watched.get().usualGapMs ?? 0;
    expect(row(watched, 8000).takeoverDueAt).toBe(Math.round(T0 + 8000 + 15_000 + 4.4 * retry));
    watched.see(9000, { holder: '', durationSeconds: 1 });
    expect(row(watched, 9000).takeoverDueAt).toBe(Math.round(T0 + 9000 + 2.2 * retry + 5000));
  });
});
