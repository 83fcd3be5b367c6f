import { expect, test } from 'vitest';
import { vacantSince as waitingSince } from '../../lib/lease/ending.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { boardStrip, countsAtLeast, spotsOf, vacantSince } from '../../lib/view/board-strip.ts';
import { stripWindow } from '../../lib/view/board-window.ts';
import { buildStrip } from '../../lib/view/strip.ts';
import { lease, T0, watchedBook } from '../lease/builders.ts';
import { leaseRow, NOW } from './board-rows.ts';
import { handover } from './lease-builders.ts';

test('blind spots: what the feed knows and what is kept, of this namespace or the whole cluster', () => {
  const scope = { blindSpots: [{ from: 10, to: 20 }] };
  const kept = [
    { from: 15, to: 30, scope: null },
    { from: 40, to: 50, scope: 'team' },
    { from: 60, to: 70, scope: 'other' },
  ];
  expect(spotsOf(scope, kept, 'team')).toEqual([
    { from: 10, to: 30 },
    { from: 40, to: 50 },
  ]);
  expect(spotsOf(null, null, 'team')).toEqual([]);
});

test.each([
  ['no counter, and a part of the day unwatched', { transitions: null }, [{ from: 50, to: 60 }], true],
  ['a counter tells of what was missed', { transitions: 3 }, [{ from: 50, to: 60 }], false],
  ['all of it was watched', { transitions: null }, [], false],
  ['before watching began is no blind spot', { transitions: null }, [{ from: 10, to: 40 }], false],
  ['a heartbeat is never handed over', { transitions: null, elects: false }, [{ from: 50, to: 60 }], false],
])('a count is of at least so many: %s', (_, over, spots, atLeast) => {
  expect(countsAtLeast({ elects: true, ...over }, 100, 40, spots)).toBe(atLeast);
});

test('a vacancy of a frozen board is as old as it was, not as the silence', () => {
  const open = handover({ at: 40, to: null });
  const nobody = { holder: null, stateSince: 90 };
  expect(vacantSince({ ...nobody, state: 'vacant' }, [open])).toBe(90);
  expect(vacantSince({ ...nobody, state: 'unknown' }, [handover({ at: 20 }), open])).toBe(40);
  expect(vacantSince({ ...nobody, state: 'unknown' }, [])).toBeNull();
  expect(vacantSince({ ...nobody, holder: 'a', state: 'held' }, [open])).toBeNull();
});

test.each<[string, (book: ReturnType<typeof watchedBook>) => void, number]>([
  ['a release that was seen', (book) => book.see(2_000, { holder: '', transitions: 4 }), 2_000],
  ['one that was found', (book) => book.relist(9_000, [lease({ holder: '', writtenAt: T0 + 5_000 })]), 5_500],
  [
    'held and let go again unseen',
    (book) => {
      book.see(2_000, { holder: '', transitions: 4 });
      book.scope.proved(T0 + 30_000);
      book.relist(40_000, [lease({ holder: '', transitions: 6, writtenAt: T0 + 35_000 })]);
    },
    35_500,
  ],
  ['a deletion that was found', (book) => book.relist(9_000, []), 9_000],
])('a board that is frozen counts a vacancy as the page of the Lease does: %s', (_, ending, since) => {
  const book = watchedBook([lease({ transitions: 4 })]);
  ending(book);
  const open = book.log.handovers.slice(-1);
  expect(open.map(waitingSince)).toEqual([T0 + since]);
  expect(vacantSince({ holder: null, state: 'unknown', stateSince: null }, open)).toBe(T0 + since);
});

test('a blind spot before anything was kept is part of the time before', () => {
  const strip = buildStrip({
    from: 0,
    to: 100,
    watchedSince: 50,
    readFrom: null,
    knownUntil: null,
    blindSpots: [
      { from: 20, to: 60 },
      { from: 10, to: 40 },
    ],
    handovers: [],
    holder: 'a',
    vacantSince: null,
    expiredSince: null,
    released: false,
    normalVacancyMs: () => 1,
  });
  expect(strip.marks).toEqual([
    { type: 'tenure', left: 50, width: 50, holder: 'a' },
    { type: 'before', left: 0, width: 50 },
    { type: 'unwatched', left: 50, width: 10 },
  ]);
});

test('handovers in quick succession do not cover what is between them', () => {
  const strip = buildStrip({
    from: 0,
    to: 1_000,
    watchedSince: 0,
    readFrom: null,
    knownUntil: null,
    blindSpots: [],
    handovers: [500, 502, 504, 520].map((at) => handover({ id: `${at}`, at, vacantMs: 0 })),
    holder: 'a',
    vacantSince: null,
    expiredSince: null,
    released: false,
    normalVacancyMs: () => 1,
  });
  const notches = strip.marks.filter((mark) => mark.type === 'handover').map((mark) => mark.left);
  expect(notches).toEqual([50, 52]);
  expect(strip.label).toContain('4 handovers');
});

test('before handovers were read a strip shows no more than the row itself says', () => {
  const hour = 3_600_000;
  const window = stripWindow(NOW, NOW - 24 * hour);
  const tenures = (heldHours: number, handoversFrom: number | null, known: number[] = []) =>
    boardStrip(
      {
        row: leaseRow({ holder: 'pod-b', heldSince: NOW - heldHours * hour }),
        state: 'held',
        mark: 'held',
        was: null,
        now: NOW,
        frozen: false,
      },
      window,
      window.from,
      [],
      known.map((hours) => handover({ at: NOW - hours * hour, from: 'pod-a', to: 'pod-b', vacantMs: 0 })),
      handoversFrom,
    ).marks.map((mark) => `${mark.type} from ${Math.round(mark.left)} %`);
  expect(tenures(6, null)).toEqual(['tenure from 75 %']);
  expect(tenures(30, null)).toEqual(['tenure from 0 %']);
  // One that was streamed tells of the time after it alone.
  expect(tenures(6, null, [6])).toEqual(['tenure from 75 %', 'handover from 75 %']);
  // The past came to be kept after they were read.
  expect(tenures(6, NOW - 12 * hour, [6])).toEqual([
    'tenure from 50 %',
    'tenure from 75 %',
    'handover from 75 %',
  ]);
  expect(tenures(6, NOW - 24 * hour, [6])).toEqual([
    'tenure from 0 %',
    'tenure from 75 %',
    'handover from 75 %',
  ]);
});

test('what is a normal vacancy depends on how it began, as the row judges it', () => {
  const at = NOW - 30 * 60_000;
  const kinds = (judged: Partial<Judged>, over: Partial<Handover>[] = []): string[] =>
    boardStrip(
      {
        row: leaseRow({ holder: 'pod-b' }),
        state: 'held',
        mark: 'held',
        was: null,
        now: NOW,
        frozen: false,
        ...judged,
      },
      stripWindow(NOW, NOW - 3_600_000),
      NOW - 3_600_000,
      [],
      over.map((one) => handover({ at, from: 'pod-a', to: 'pod-b', ...one })),
      NOW - 3_600_000,
    ).marks.map(({ type }) => type);
  // Renewed every 2 s: 2.2 r + 5 s is 9.4 s, 4.4 r is 8.8 s.
  expect(kinds({}, [{ cause: 'release', vacantMs: 9_300 }])).not.toContain('vacant');
  expect(kinds({}, [{ cause: 'release', vacantMs: 9_500 }])).toContain('vacant');
  expect(kinds({}, [{ cause: 'expiry', vacantMs: 8_700 }])).not.toContain('expired');
  expect(kinds({}, [{ cause: 'expiry', vacantMs: 8_900 }])).toContain('expired');
  const nobody = (dueAt: number | null) =>
    kinds({
      row: leaseRow({ holder: null, state: 'vacant', stateSince: NOW - 12_000, takeoverDueAt: dueAt }),
      state: 'vacant',
    });
  expect(nobody(NOW + 1)).not.toContain('vacant');
  expect(nobody(NOW)).toContain('vacant');
  expect(nobody(null)).toContain('vacant');
});
