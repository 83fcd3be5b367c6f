/** What is told of a tenure whose end, or what followed it, was not seen: from what was watched to the words and the chart. */
import { describe, expect, test } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { handoverWords } from '../../lib/view/handover-words.ts';
import { holderBefore } from '../../lib/view/lease-ending.ts';
import { holderLanes } from '../../lib/view/lease-lanes.ts';
import { momentSaying } from '../../lib/view/lease-moment-saying.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { lease, T0, watchedBook } from '../lease/builders.ts';
import { row } from './lease-builders.ts';

const MINUTE = 60_000;
/** As the history has them: the newest telling of each. */
const told = (handovers: readonly Handover[]) => [...new Map(handovers.map((one) => [one.id, one])).values()];

/** All at minutes after 03:00. */
function page(handovers: readonly Handover[], now: number, gaps: readonly [number, number][] = []) {
  const all = told(handovers);
  const at = (minute: number) => T0 + minute * MINUTE;
  const unwatched = gaps.map(([from, to]) => ({
    type: 'blind-spot' as const,
    from: at(from),
    to: at(to),
  }));
  const holder = all.at(-1)?.to ?? null;
  const range = { from: at(-10), to: at(now) };
  const saying = (minute: number) =>
    momentSaying({
      at: at(minute),
      now: at(now),
      present: at(now),
      zone: 'utc',
      range,
      row: row({ holder, heldSince: null }),
      gone: false,
      handovers: all,
      handoversFrom: null,
      problem: null,
      unwatched,
      expired: [],
      nameOf: (name) => name,
    });
  const minutes = ({ from, to }: TimeRange) => [(from - T0) / MINUTE, (to - T0) / MINUTE];
  const { lanes, vacancies } = holderLanes({
    range,
    observedSince: at(-10),
    unwatched,
    handovers: all,
    holder,
    expiredSince: null,
    expired: [],
    vacantSince: null,
    usualVacancyMs: 9_400,
  });
  return {
    all,
    said: (minute: number) =>
      saying(minute)
        ?.phrases.map((phrase) => phrase.text)
        .join(''),
    sure: (minute: number) => saying(minute)?.certain,
    bars: Object.fromEntries(lanes.map((lane) => [lane.holder, lane.spans.map(minutes)])),
    vacancies: vacancies.map(minutes),
    words: all.map((one) =>
      handoverWords(one, { now: at(now), zone: 'utc', durationMs: 15_000, retryMs: 2_000, live: true }),
    ),
  };
}

const released = (transitions: number, writtenAt: number) =>
  lease({ holder: '', durationSeconds: 1, transitions, writtenAt });
const taken = (transitions: number, at: number) =>
  lease({ holder: 'b', transitions, writtenAt: at, acquiredAt: at });

describe('two stretches that nobody watched', () => {
  const book = watchedBook([lease({ transitions: 4 })]);
  book.relist(5 * MINUTE, [released(4, T0 + MINUTE)]);
  book.scope.proved(T0 + 60 * MINUTE);
  const open = page(book.log.handovers, 50, [[0, 5]]);
  book.relist(65 * MINUTE, [taken(5, T0 + 62 * MINUTE)]);
  const gaps: [number, number][] = [
    [0, 5],
    [60, 65],
  ];
  const whole = page(book.log.handovers, 80, gaps);

  test('a release that was found in the one, taken in the other: the old holder is not said to have held it between', () => {
    expect(open.said(30)).toBe('At 03:30:00 nobody held this Lease. a had let it go by 03:01:00.');
    expect(whole.said(30)).toBe('At 03:30:00 nobody held this Lease.');
    expect(whole.sure(30)).toEqual(['nobody held it from 03:01:00 to 04:00:00']);
    expect(whole.vacancies.map((span) => span.map(Math.round))).toEqual([[1, 60]]);
    expect(whole.said(-5)).toBe('At 02:55:00 a held this Lease until 03:00:00 at least.');
    expect(whole.bars).toEqual({ a: [[-10, 0]], b: [[62, 80]] });
    expect(whole.words[0]?.evidence).toContain('Not all the time watched from 03:00:00 to 04:05:00.');
  });

  test('nor to have held it until the other', () => {
    expect(whole.said(3)).toContain('Before that a held this Lease.');
    expect(whole.said(61)).toBe(
      'At 04:01:00 nobody watched, from 04:00:00 to 04:05:00. Before that nobody held this Lease.',
    );
  });

  test('a tenure that was not seen in the one, taken in the other: nobody held it before and between', () => {
    const { see, scope, relist, log } = watchedBook([lease({ transitions: 4 })]);
    see(0, { holder: '', durationSeconds: 1, transitions: 4 });
    scope.proved(T0 + 10 * MINUTE);
    relist(20 * MINUTE, [released(6, T0 + 15 * MINUTE)]);
    scope.proved(T0 + 60 * MINUTE);
    relist(65 * MINUTE, [taken(7, T0 + 62 * MINUTE)]);
    const { sure, said, vacancies } = page(log.handovers, 80, [
      [10, 20],
      [60, 65],
    ]);
    expect(sure(5)).toEqual(['nobody held it from 03:00:00 to 03:10:00']);
    expect(said(12)).toContain('nobody watched');
    expect(sure(40)).toEqual(['nobody held it from 03:15:00 to 04:00:00']);
    expect(said(61)).toContain('Before that nobody held this Lease.');
    expect(vacancies.map((span) => span.map(Math.round))).toEqual([
      [15, 60],
      [0, 10],
    ]);
  });

  test('the second after the Lease was found to be empty: before it nobody held it', () => {
    const { scope, relist, see, log } = watchedBook([lease({ transitions: 4 })]);
    relist(5 * MINUTE, [released(4, T0 + MINUTE)]);
    scope.proved(T0 + 60 * MINUTE);
    relist(65 * MINUTE, [released(4, T0 + MINUTE)]);
    see(90 * MINUTE, { holder: 'b', transitions: 5 });
    const { said, all } = page(log.handovers, 100, gaps);
    expect(said(62)).toBe(
      'At 04:02:00 nobody watched, from 04:00:00 to 04:05:00. Before that nobody held this Lease.',
    );
    expect(holderBefore(T0, all)).toBe('a');
    // As it was told before it was taken.
    expect(said(30)).toContain('a had let it go by 03:01:00.');
  });
});

describe('known only by its arrival, in the burst of a resumed watch', () => {
  const start = { transitions: 4, writtenAt: T0 };
  const burst = () => watchedBook([lease(start)], { stamps: false });

  test('a release', () => {
    const { scope, see, log } = burst();
    see(0, start);
    see(500, { ...start, renewedAt: T0 + 500 });
    scope.changed(released(4, T0 + 30_000), T0 + MINUTE, true);
    const open = page(log.handovers, 15);
    expect(open.words[0]?.evidence).toContain('Holder emptied with duration 1 by 03:01:00.');
    see(21 * MINUTE, { holder: 'b', transitions: 5 });
    const whole = page(log.handovers, 30);
    const nobody = (until: string) =>
      `At 03:10:00 nobody held this Lease${until}. a had let it go by 03:01:00.`;
    expect(open.said(10)).toBe(nobody(''));
    expect(whole.said(10)).toBe(nobody(', until b took it at 03:21:00'));
    expect(whole.said(0.5)).toBe(
      'At 03:00:30 it is not known who held this Lease: it was let go between 03:00:00 and 03:01:00.',
    );
    expect(whole.words[0]?.evidence).toBe('Holder emptied with duration 1 by 03:01:00.');
    expect(whole.vacancies).toEqual([[1, 21]]);
    expect(whole.bars.b).toEqual([[21, 30]]);
  });

  test('a deletion', () => {
    const { scope, see, get, log } = watchedBook([lease(start)]);
    see(0, start);
    scope.deleted(get().record, T0 + MINUTE, true);
    const open = page(log.handovers, 15);
    see(21 * MINUTE, { uid: 'uid-2', holder: 'b', transitions: 0 });
    const whole = page(log.handovers, 30);
    const deleted = 'It had been deleted by 03:01:00, while a held it.';
    expect(open.said(10)).toBe(`At 03:10:00 nobody held this Lease. ${deleted}`);
    expect(whole.said(10)).toBe(
      `At 03:10:00 nobody held this Lease, until b took it at 03:21:00. ${deleted}`,
    );
    expect(whole.said(0.5)).toContain('it was deleted between 03:00:00 and 03:01:00.');
    expect(whole.vacancies).toEqual([[1, 21]]);
  });

  test('a release, then taken where nobody watched', () => {
    const { scope, see, relist, log } = burst();
    see(500, { ...start, renewedAt: T0 + 500 });
    scope.changed(released(4, T0 + 30_000), T0 + MINUTE, true);
    scope.proved(T0 + 20 * MINUTE);
    relist(25 * MINUTE, [taken(5, T0 + 22 * MINUTE)]);
    const { said, sure, bars } = page(log.handovers, 30, [[20, 25]]);
    expect(said(0.5)).toContain('it is not known who held this Lease: not all of 03:00:00 to 03:22:00');
    expect(sure(10)).toEqual(['nobody held it from 03:01:00 to 03:20:00']);
    expect(bars.a?.at(-1)?.[1]).toBeLessThan(1);
  });
});

describe('an open handover that was held again unseen', () => {
  const again = (open: ReturnType<typeof watchedBook>) => {
    open.scope.proved(T0 + 30 * MINUTE);
    open.relist(40 * MINUTE, [released(6, T0 + 35 * MINUTE)]);
    return { ...page(open.log.handovers, 50, [[30, 40]]), vacantSince: open.get().vacantSince };
  };

  test('counts since then, as its Lease does', () => {
    const book = watchedBook([lease({ transitions: 4 })]);
    book.see(2_000, { holder: '', durationSeconds: 1, transitions: 4 });
    const { words, vacantSince } = again(book);
    expect(words).toMatchObject([
      {
        withoutLeader: '15 min 00 s so far',
        evidence:
          'Holder emptied with duration 1 at 03:00:02. Taken and let go again between 03:30:00 and 03:35:00, unseen; nobody has taken over since.',
      },
    ]);
    expect(vacantSince).toBe(T0 + 35 * MINUTE + 500);
  });

  test('where its release was not seen either: nobody held it between and since', () => {
    const book = watchedBook([lease({ transitions: 4 })]);
    book.relist(5 * MINUTE, [released(4, T0 + MINUTE)]);
    const { said, sure, words } = again(book);
    expect(said(0.5)).toContain('it is not known who held this Lease: not all of 03:00:00 to 03:35:00');
    expect(sure(20)).toEqual(['nobody held it from 03:01:00 to 03:30:00']);
    expect(sure(45)).toEqual(['nobody held it from 03:35:00 on']);
    expect(words[0]?.withoutLeader).toBe('15 min 00 s so far');
  });
});

test('changes missed on a live watch, where the last renewal is not known: no blind spot has a part in it', () => {
  const { see, log } = watchedBook([lease({ transitions: 4 })], { stamps: false });
  see(10 * MINUTE, { holder: 'b', transitions: 7 });
  const { said, bars } = page(log.handovers, 20, [[-8, -7]]);
  expect(said(5)).toBe('At 03:05:00 a held this Lease until 03:10:00 at the latest.');
  expect(bars).toEqual({ a: [[-10, 10]], b: [[10, 20]] });
});
