import { describe, expect, it, test } from 'vitest';
import { about, bookOf, everywhere, finding, T0 } from './builders.ts';

describe('a finding becomes an alert', () => {
  it('at once where nothing is held back, and under a name that says when it began', () => {
    const { book } = bookOf();
    const [alert] = book.found([finding()], T0 + 5);
    expect(alert).toMatchObject({
      id: `expired-but-held:apps/lock@${T0 + 5}`,
      fingerprint: 'expired-but-held:apps/lock',
      state: 'firing',
      firedAt: T0 + 5,
      resolvedAt: null,
    });
  });

  it('only after it was found all the while', () => {
    const { at } = bookOf({ holdMs: 1000 });
    expect(at(0, finding())).toEqual(['expired-but-held pending']);
    expect(at(999, finding())).toEqual([]);
    expect(at(1000, finding())).toEqual(['expired-but-held firing']);
  });

  it('not when it was away in between: what was only pending goes without a word', () => {
    const { at, book } = bookOf({ holdMs: 1000 });
    at(0, finding());
    expect(at(500)).toEqual([]);
    expect(book.alerts()).toEqual([]);
    expect(at(600, finding())).toEqual(['expired-but-held pending']);
    expect(at(1500, finding())).toEqual([]);
    expect(at(1600, finding())).toEqual(['expired-but-held firing']);
  });

  it('once, however often it is found and whatever numbers move in it', () => {
    const { at } = bookOf();
    expect(at(0, finding())).toEqual(['expired-but-held firing']);
    for (const ms of [500, 1000, 1500]) expect(at(ms, finding({ summary: `${ms} ms` }))).toEqual([]);
  });

  it('once, of what is found twice in one round: the first counts', () => {
    const { book } = bookOf();
    const twice = [finding({ severity: 'warning' }), finding({ severity: 'critical' })];
    for (const ms of [0, 500])
      expect(book.found(twice, T0 + ms).map((alert) => alert.finding.severity)).toEqual(
        ms === 0 ? ['warning'] : [],
      );
  });

  it('shows the newest numbers, and the earliest beginning', () => {
    const { at, book } = bookOf();
    at(0, finding({ since: T0 - 60_000 }));
    at(500, finding({ since: T0 - 30_000, summary: 'newer' }));
    expect(book.alerts()[0]?.finding).toMatchObject({ since: T0 - 60_000, summary: 'newer' });
  });
});

describe('an alert is over', () => {
  it('when it has not been found for long enough, and not for a moment', () => {
    const { at } = bookOf({ clearMs: 10_000 });
    at(0, finding());
    expect(at(1000)).toEqual(['expired-but-held not found']);
    expect(at(2000)).toEqual([]);
    expect(at(9000, finding())).toEqual(['expired-but-held firing']);
    expect(at(10_000)).toEqual(['expired-but-held not found']);
    expect(at(19_999)).toEqual([]);
    expect(at(20_000)).toEqual(['expired-but-held resolved']);
    expect(at(21_000)).toEqual([]);
  });

  it('and comes again as another one', () => {
    const { at, book } = bookOf();
    at(0, finding());
    at(1000);
    expect(at(2000, finding())).toEqual(['expired-but-held firing']);
    expect(book.alerts().map(({ id, state }) => `${id.split('@')[1]} ${state}`)).toEqual([
      `${T0 + 2000} firing`,
      `${T0} resolved`,
    ]);
  });

  it('at its own end, of what happened once, found or not, watched or not', () => {
    const { at, feedIs } = bookOf({ clearMs: 10_000 });
    const once = finding({ rule: 'early-takeover', until: T0 + 60_000 });
    at(0, once);
    expect(at(50_000)).toEqual([]);
    feedIs(false);
    expect(at(60_000, once)).toEqual(['early-takeover resolved']);
    feedIs(true);
    expect(at(60_500, once)).toEqual([]);
  });

  it('remembered for so long, newest first', () => {
    const { at, book } = bookOf({ rememberMs: 1000 });
    at(0, about('a', 'vacant'), about('b', 'vacant'));
    at(100, about('b', 'vacant'));
    at(600);
    const names = () => book.alerts().map((alert) => alert.finding.subject.name);
    expect(names()).toEqual(['b', 'a']);
    at(1200);
    expect(names()).toEqual(['b']);
    at(1600);
    expect(names()).toEqual([]);
  });
});

describe('how bad it is', () => {
  it('is said at once when it gets worse, and only after a while when it gets better', () => {
    const { book } = bookOf({ clearMs: 10_000 });
    const found = (ms: number, severity: 'critical' | 'warning') =>
      book.found([finding({ severity })], T0 + ms).map((alert) => alert.finding.severity);
    expect(found(0, 'warning')).toEqual(['warning']);
    expect(found(500, 'critical')).toEqual(['critical']);
    expect(found(1000, 'warning')).toEqual([]);
    expect(found(5000, 'critical')).toEqual([]);
    expect(found(6000, 'warning')).toEqual([]);
    expect(found(14_999, 'warning')).toEqual([]);
    expect(found(15_000, 'warning')).toEqual(['warning']);
  });
});

describe('while not enough is known to say that it is over', () => {
  test('it fires on, and after that has to be away for its whole time', () => {
    const { at, evidenceIs } = bookOf({ clearMs: 10_000 });
    at(0, finding());
    expect(at(1000)).toEqual(['expired-but-held not found']);
    evidenceIs(false);
    expect(at(2000)).toEqual(['expired-but-held firing']);
    for (const ms of [20_000, 600_000]) expect(at(ms)).toEqual([]);
    evidenceIs(true);
    expect(at(600_500)).toEqual(['expired-but-held not found']);
    expect(at(610_500)).toEqual(['expired-but-held resolved']);
  });

  test('what is found fires all the same', () => {
    const { at, evidenceIs } = bookOf();
    evidenceIs(false);
    expect(at(0, finding())).toEqual(['expired-but-held firing']);
  });
});

describe('while the feed is away, and things settle after it (§10)', () => {
  test('nothing begins', () => {
    const { at, feedIs, book } = bookOf();
    feedIs(false);
    expect(at(0, finding())).toEqual([]);
    expect(book.alerts()).toEqual([]);
    feedIs(true);
    expect(at(500, finding())).toEqual(['expired-but-held firing']);
  });

  test('nothing that was pending fires, and it is held back for its whole time again', () => {
    const { at, feedIs } = bookOf({ holdMs: 1000 });
    at(0, finding());
    feedIs(false);
    expect(at(5000, finding())).toEqual([]);
    feedIs(true);
    expect(at(6000, finding())).toEqual(['expired-but-held pending']);
    expect(at(7000, finding())).toEqual(['expired-but-held firing']);
  });

  test('nothing is over, and afterwards it has to be away for its whole time', () => {
    const { at, feedIs } = bookOf({ clearMs: 10_000 });
    at(0, finding());
    feedIs(false);
    for (const ms of [5000, 60_000, 600_000]) expect(at(ms)).toEqual([]);
    feedIs(true);
    expect(at(600_500)).toEqual(['expired-but-held not found']);
    expect(at(610_499)).toEqual([]);
    expect(at(610_500)).toEqual(['expired-but-held resolved']);
  });

  test('what fires stays as it was, and goes on if it is still found', () => {
    const { at, feedIs, book } = bookOf();
    at(0, finding({ severity: 'warning' }));
    feedIs(false);
    expect(at(500, finding({ severity: 'critical' }))).toEqual([]);
    expect(book.alerts()[0]?.finding.severity).toBe('warning');
    feedIs(true);
    expect(at(1000, finding({ severity: 'critical' }))).toEqual(['expired-but-held firing']);
    expect(book.alerts()).toHaveLength(1);
  });

  test('what is wrong with Tenure itself is told', () => {
    const { at, feedIs } = bookOf();
    feedIs(false);
    expect(at(0, everywhere('tenure'))).toEqual(['tenure firing']);
    expect(at(500)).toEqual(['tenure resolved']);
  });
});

describe('consequences', () => {
  const root = (over = {}) => everywhere('slow-renewals', over);
  const storm = (count: number) =>
    Array.from({ length: count }, (_, index) => about(`lock-${index}`, 'expired-but-held'));

  it('of one root are never told by themselves, from the same round on', () => {
    const { book } = bookOf();
    const changed = book.found([...storm(5000), root()], T0);
    expect(changed.filter(({ rootId }) => rootId === null).map((alert) => alert.finding.rule)).toEqual([
      'slow-renewals',
    ]);
    expect(changed).toHaveLength(5001);
    expect(book.found([...storm(5000), root()], T0 + 500)).toEqual([]);
  });

  it('come under a root that is found later', () => {
    const { book } = bookOf();
    book.found([about('a', 'vacant')], T0);
    const changed = book.found([about('a', 'vacant'), root({ since: T0 + 30_000 })], T0 + 40_000);
    expect(changed.map(({ rootId }) => rootId)).toEqual([null, `slow-renewals:all@${T0 + 40_000}`]);
  });

  it('are told when they are still found without it', () => {
    const { book } = bookOf();
    book.found([about('a', 'vacant'), root()], T0);
    const changed = book.found([about('a', 'vacant')], T0 + 500);
    expect(changed.map(({ finding: { rule }, state, rootId }) => [rule, state, rootId])).toEqual([
      ['slow-renewals', 'resolved', null],
      ['vacant', 'firing', null],
    ]);
  });

  it('that are about to be over are not told because their root was over first', () => {
    const { book } = bookOf({ clearMs: 10_000 });
    book.found([...storm(3), root()], T0);
    book.found(storm(3), T0 + 500);
    book.found([], T0 + 8000);
    const changed = book.found([], T0 + 10_500);
    expect(changed.map((alert) => alert.finding.rule)).toEqual(['slow-renewals']);
    const told = book.alerts().filter(({ state, rootId }) => state === 'firing' && rootId === null);
    expect(told).toEqual([]);
  });

  it('find room for their root, whatever else there is', () => {
    const { book } = bookOf();
    book.found(storm(20_100), T0);
    expect(book.left()).toBe(100);
    book.found([...storm(20_100), root()], T0 + 500);
    const told = book.alerts().filter(({ rootId, state }) => state === 'firing' && rootId === null);
    expect(told.map((alert) => alert.finding.rule)).toEqual(['slow-renewals']);
  });
});

describe('another run', () => {
  it('neither fires anew nor forgets', () => {
    const { make, book } = bookOf({ clearMs: 10_000 });
    book.found([about('a', 'vacant'), about('b', 'vacant')], T0);
    const next = make();
    next.restore(book.alerts());
    expect(next.found([about('a', 'vacant')], T0 + 60_000)).toMatchObject([
      { id: `vacant:apps/b@${T0}`, state: 'firing', missingSince: T0 + 60_000 },
    ]);
    const changed = next.found([about('a', 'vacant')], T0 + 70_000);
    expect(changed.map(({ id, state }) => `${id} ${state}`)).toEqual([`vacant:apps/b@${T0} resolved`]);
  });

  it('remembers what happened once until its end, though it did not see it', () => {
    const { make, book } = bookOf();
    book.found([finding({ rule: 'early-takeover', until: T0 + 60_000 })], T0);
    const next = make();
    next.restore(book.alerts());
    expect(next.found([], T0 + 30_000)).toEqual([]);
    expect(next.found([], T0 + 60_000)).toMatchObject([{ state: 'resolved' }]);
  });

  it('goes on with what was told, under its first id, where it found the same before it knew of it', () => {
    const { make, book, at } = bookOf({ holdMs: 1000 });
    at(0, about('a', 'vacant', { since: T0 - 5 }));
    at(1000, about('a', 'vacant'));
    const next = make();
    next.found([about('a', 'vacant', { summary: 'newer' })], T0 + 9000);
    const [own] = next.alerts();
    expect(next.restore(book.alerts())).toEqual(new Map([[own?.id, `vacant:apps/a@${T0}`]]));
    expect(next.alerts()).toMatchObject([
      {
        ...{ id: `vacant:apps/a@${T0}`, state: 'firing', beganAt: T0, firedAt: T0 + 1000, seenAt: T0 + 9000 },
        finding: { since: T0 - 5, summary: 'newer' },
      },
    ]);
    expect(next.found([about('a', 'vacant')], T0 + 10_000)).toEqual([]);
  });

  it('is over as it found it, where that was before it knew of it, and begins anew after that', () => {
    const { make, book, at } = bookOf();
    at(0, about('a', 'vacant'));
    const next = make();
    next.found([about('a', 'vacant')], T0 + 100);
    next.found([], T0 + 200);
    next.found([about('a', 'vacant')], T0 + 300);
    next.restore(book.alerts());
    expect(next.alerts().map(({ id, state, resolvedAt }) => [id, state, resolvedAt])).toEqual([
      [`vacant:apps/a@${T0 + 300}`, 'firing', null],
      [`vacant:apps/a@${T0}`, 'resolved', T0 + 200],
    ]);
  });

  it.each([
    ['sooner', 100],
    ['later', -100],
  ])('goes on with what fires again, not with what was over long before; told %s', (_, otherBegan) => {
    const AGAIN = T0 + 20_000;
    const { make, book } = bookOf({ rememberMs: 60_000 });
    const next = make();
    next.found([about('a', 'vacant')], T0);
    next.found([], T0 + 1000);
    next.found([about('a', 'vacant')], AGAIN);
    book.found([about('a', 'vacant')], AGAIN - otherBegan);
    next.restore(book.alerts());
    const first = AGAIN - Math.max(0, otherBegan);
    expect(next.alerts().map(({ id, state }) => [id, state])).toEqual([
      [`vacant:apps/a@${first}`, 'firing'],
      [`vacant:apps/a@${T0}`, 'resolved'],
    ]);
  });

  it('keeps what it told before the other one began', () => {
    const { make, book } = bookOf();
    const next = make();
    next.found([about('a', 'vacant')], T0);
    book.found([about('a', 'vacant')], T0 + 100);
    expect(next.restore(book.alerts())).toEqual(new Map([[book.alerts()[0]?.id, `vacant:apps/a@${T0}`]]));
    expect(next.alerts().map(({ id }) => id)).toEqual([`vacant:apps/a@${T0}`]);
  });

  it('has once what both saw begin and end, under the id by which the other one told it', () => {
    const { make, book, at } = bookOf();
    at(0, about('a', 'vacant'));
    at(300);
    const next = make();
    next.found([about('a', 'vacant')], T0 + 100);
    const [own] = next.alerts();
    next.found([], T0 + 400);
    expect(next.restore(book.alerts())).toEqual(new Map([[own?.id, `vacant:apps/a@${T0}`]]));
    expect(next.alerts().map(({ id, state }) => [id, state])).toEqual([[`vacant:apps/a@${T0}`, 'resolved']]);
  });

  it('has what was resolved, in its order', () => {
    const { make, book, at } = bookOf();
    at(0, about('a', 'vacant'));
    at(100);
    const next = make();
    next.found([about('b', 'vacant')], T0 + 200);
    next.found([], T0 + 300);
    next.restore(book.alerts());
    expect(next.alerts().map((alert) => alert.finding.subject.name)).toEqual(['b', 'a']);
  });
});

describe('silences', () => {
  const silence = (over = {}) => ({
    id: 's1',
    matchers: [{ field: 'rule' as const, value: 'vacant' }],
    from: T0,
    until: T0 + 60_000,
    author: 'a',
    comment: 'known',
    ...over,
  });

  it('hold from the round on in which it fires, until they end', () => {
    const { book } = bookOf();
    book.silence([silence()], T0);
    const by = (ms: number) => book.found([about('a', 'vacant')], T0 + ms).map((alert) => alert.silencedBy);
    expect(by(0)).toEqual(['s1']);
    expect(by(59_999)).toEqual([]);
    expect(by(60_000)).toEqual([null]);
  });

  it('change what fires already, and say what', () => {
    const { book } = bookOf();
    book.found([about('a', 'vacant'), about('a', 'flapping')], T0);
    expect(book.silence([silence()], T0 + 500).map((alert) => alert.finding.rule)).toEqual(['vacant']);
    expect(book.silence([], T0 + 600)).toMatchObject([{ silencedBy: null }]);
  });

  it('of a root do not let its consequences through', () => {
    const { book } = bookOf();
    book.silence([silence({ matchers: [{ field: 'rule', value: 'slow-*' }] })], T0);
    const changed = book.found([about('a', 'vacant'), everywhere('slow-renewals')], T0);
    expect(changed.filter(({ rootId, silencedBy }) => rootId === null && silencedBy === null)).toEqual([]);
  });
});
