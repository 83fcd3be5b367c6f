import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinStretches } from '../../lib/lease/stretches.ts';
import { historyWords } from '../../lib/view/history-words.ts';
import { handoverAt, leaseRange, momentLink } from '../../lib/view/lease-moment.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';
import { handover, NOW } from './lease-builders.ts';

const HOUR = 3_600_000;
const READY: HistoryStatus = {
  state: 'ready',
  kind: 'sqlite',
  since: 0,
  keptFrom: 0,
  renewalsKeptFrom: 0,
  error: null,
  waiting: 0,
  lost: 0,
};
const nothing = { from: null, to: null, at: null };
const known = { keptFrom: NOW - 90 * 24 * HOUR, history: READY, now: NOW };

describe('the range a page opens with', () => {
  test.each([
    ['much is kept', known, 'now-6h'],
    ['little is known', { ...known, keptFrom: NOW - 3 * 60_000 }, 'now-5m'],
    ['nothing is kept', { ...known, history: { ...READY, state: 'off' as const } }, 'now-1h'],
  ])('%s', (_, context, from) => {
    expect(leaseRange(nothing, context)).toEqual({
      words: { from, to: 'now' },
      usual: true,
      at: null,
      problem: null,
    });
  });

  test('an instant opens with half an hour on either side, and moves while it is young', () => {
    const at = '2026-03-05T01:00:00Z';
    expect(leaseRange({ ...nothing, at }, known)).toMatchObject({
      words: { from: '2026-03-05T00:30:00Z', to: '2026-03-05T01:30:00Z' },
      at: Date.parse(at),
    });
    expect(leaseRange({ ...nothing, at: '2026-03-05T03:10:00Z' }, known).words.to).toBe('now');
  });

  test('what cannot be read says so and shows what is usual', () => {
    expect(leaseRange({ ...nothing, at: 'noon' }, known).problem).toContain('“noon” is not an instant');
    const wrong = leaseRange({ from: 'yesterday', to: null, at: null }, known);
    expect(wrong.problem).toContain('“yesterday” is not a time');
    expect(wrong.words).toEqual({ from: 'now-6h', to: 'now' });
  });

  test('a copied link opens the same range and means the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 * 24 * HOUR }), fc.nat(HOUR), (length, back) => {
        const range = { from: NOW - back - length - 2_000, to: NOW - back };
        const link = momentLink(range, range.from + 1);
        const opened = leaseRange({ from: link.from, to: link.to, at: link.at ?? null }, known);
        expect(opened.words).toEqual({ from: link.from, to: link.to });
        expect(Date.parse(opened.words.from)).toBe(range.from);
        expect(Date.parse(opened.words.to)).toBe(range.to);
        expect(opened.at).toBe(range.from + 1);
      }),
    );
  });
});

test('the handover that an instant means', () => {
  const long = handover({ id: 'a', at: NOW - 10 * 60_000, vacantMs: 6 * 60_000 });
  const short = handover({ id: 'b', at: NOW - 60_000, vacantMs: 0 });
  const range = { from: NOW - HOUR, to: NOW };
  const meant = (at: number | null) => handoverAt([short, long], at, range)?.id;
  expect(meant(NOW - 14 * 60_000)).toBe('a');
  expect(meant(NOW - 70_000)).toBe('b');
  expect(meant(NOW - 40 * 60_000)).toBeUndefined();
  expect(meant(null)).toBeUndefined();
  // How long nobody held it is not known, and the tenure before is known to have ended.
  const evidence = { endedAt: null, unwatchedFrom: NOW - 50 * 60_000, unwatchedTo: NOW - 45 * 60_000 };
  const found = handover({ id: 'c', at: NOW - 20 * 60_000, cause: 'unseen', vacantMs: null, evidence });
  expect(handoverAt([found], NOW - 40 * 60_000, range)?.id).toBe('c');
});

test('the link to a handover means that one, though it was then last seen who holds the next', () => {
  const first = handover({ id: 'a', at: NOW - 600_000.4, vacantMs: 0 });
  const evidence = { unwatchedFrom: first.at, unwatchedTo: NOW - 300_000 };
  const next = handover({ id: 'b', at: NOW - 400_000, cause: 'unseen', vacantMs: null, evidence });
  const range = { from: NOW - HOUR, to: NOW };
  const { at = '' } = momentLink(range, first.at);
  for (const instant of [first.at, Date.parse(at)])
    expect(handoverAt([next, first], instant, range)?.id).toBe('a');
  expect(handoverAt([next, first], NOW - 500_000, range)?.id).toBe('b');
});

test('stretches that overlap or touch are one', () => {
  expect(
    joinStretches([
      { from: 5, to: 6 },
      { from: 1, to: 3 },
      { from: 3, to: 4 },
      { from: 2, to: 3 },
    ]),
  ).toEqual([
    { from: 1, to: 4 },
    { from: 5, to: 6 },
  ]);
});

describe('what is said of the history', () => {
  test('nothing while it is well', () => {
    expect(historyWords(READY)).toBeNull();
    expect(historyWords(null)).toBeNull();
  });

  test('why it fails, what to do, what waits and what was lost', () => {
    const error = {
      code: 'history_disk_full',
      message: 'The history cannot be written.',
      hint: 'Free some space.',
    };
    expect(historyWords({ ...READY, state: 'failing', error, waiting: 12, lost: 1 })).toBe(
      'History is failing. The history cannot be written. Free some space. 12 events wait to be written. 1 event had to be given up; time of which holders or renewals are missing is shown as not watched. Tenure keeps trying; where nothing can be read, what it remembers itself is shown.',
    );
  });
});
