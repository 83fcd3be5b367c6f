import { describe, expect, test } from 'vitest';
import type { LeaseInsight } from '../../lib/view/insight.ts';
import { suggestion } from '../../lib/view/insight-suggestion.ts';
import { takeoverTheory } from '../../lib/view/insight-theory.ts';
import { formatShare, insightLines, trendWords } from '../../lib/view/insight-words.ts';
import { insight, NOW } from './lease-builders.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const said = (one: LeaseInsight): string[] =>
  insightLines(one).map(
    ({ term, sentences }) =>
      `${term}: ${sentences.map((part) => (typeof part === 'string' ? part : part.text)).join('')}`,
  );

test('theory: a crash between L and L + 4.4 P, a release at most 2.2 P', () => {
  expect(takeoverTheory(15_000, 2_000)).toEqual({
    crash: { leastMs: 15_000, mostMs: 23_800 },
    releaseMostMs: 4_400,
  });
  expect(takeoverTheory(15_000, null)).toBeNull();
});

describe('sentences', () => {
  test('a quiet day', () => {
    expect(said(insight())).toEqual([
      'Led: 100 % of the 1 d 0 h watched; never without a leader.',
      'Handovers: None.',
      'Headroom: 11.9 s of 15 s left by the slowest renewal, which took 3.1 s; usually 2.0 s.',
    ]);
  });

  test('a bad one, blind time named and counted as neither', () => {
    const spread = { count: 1, min: 18_400, median: 18_400, p90: 18_400, max: 18_400 };
    const one = insight({
      blindMs: 660_000,
      leaderlessMs: 383_000,
      availability: 1 - 383_000 / DAY,
      handovers: { unseen: 2, recreated: 1, deleted: 0, release: 1, early: 1, expiry: 1, first: 0 },
      silentAfterExpiry: spread,
      vacantAfterRelease: { count: 3, min: 900, median: 2_300, p90: 9_000, max: 9_000 },
    });
    expect(said(one).slice(0, 4)).toEqual([
      'Led: 99.6 % of the 1 d 0 h watched; 6 min 23 s without a leader. 11 min 00 s not watched, which counts as neither.',
      'Handovers: 6: 2 not seen, 1 recreated, 1 released, 1 taken early, 1 went silent.',
      'After it went silent: The next holder came after 18.4 s; in theory 15.0 s to 23.8 s, inferred.',
      'After a release: The next holder came after 2.3 s in the middle, 0.9 s to 9.0 s (3 times); in theory at most 4.4 s, inferred. The slowest took longer: no standby was ready, or standbys poll less often than the holder renews.',
    ]);
  });

  test('a vacancy that was there before watching was not seen to be a release', () => {
    const handovers = { ...insight().handovers, release: 3, expiry: 1 };
    expect(said(insight({ handovers }))[1]).toBe('Handovers: 4: 3 taken after a vacancy, 1 went silent.');
    const vacantAfterRelease = { count: 2, min: 900, median: 900, p90: 900, max: 900 };
    expect(said(insight({ handovers, vacantAfterRelease }))[1]).toBe(
      'Handovers: 4: 2 released, 1 taken after a vacancy, 1 went silent.',
    );
  });

  test('a renewal past its duration: said beside the share, which is not whole then', () => {
    const overdue = { worstGapMs: 60_954, leaderlessMs: 0, availability: 1 };
    expect(said(insight(overdue)).filter((line) => !line.startsWith('Handovers'))).toEqual([
      'Led: 99.9 % of the 1 d 0 h watched; 46 s without a leader; the slowest renewal took 1 min 01 s, and 15 s are allowed.',
      'Headroom: −46 s of 15 s left by the slowest renewal, which took 1 min 01 s; usually 2.0 s.',
    ]);
    const counted = { worstGapMs: 60_954, leaderlessMs: 120_000, availability: 1 - 120_000 / DAY };
    expect(said(insight(counted))[0]).toContain('; 2 min 00 s without a leader; the slowest renewal took');
  });

  test('nothing is usually slower than the slowest', () => {
    expect(said(insight({ worstGapMs: 2_100, usualGapMs: 2_900 }))[2]).toContain(
      'which took 2.1 s; usually 2.1 s.',
    );
  });

  test('a duration that changed judges nothing of before', () => {
    const spread = { count: 1, min: 66_000, median: 66_000, p90: 66_000, max: 66_000 };
    const changed = insight({
      durations: [
        { at: NOW - 7 * DAY, durationMs: 60_000 },
        { at: NOW - DAY, durationMs: 15_000 },
      ],
      silentAfterExpiry: spread,
      worstGapMs: 20_000,
      headroomTrend: [
        { from: NOW - 7 * DAY, to: NOW - DAY, headroomMs: 40_000 },
        { from: NOW - DAY, to: NOW, headroomMs: 12_900 },
      ],
    });
    expect(said(changed).slice(2)).toEqual([
      'After it went silent: The next holder came after 66.0 s; the duration changed in the range (60 s, 15 s): no one theory fits.',
      'Headroom: 12.9 s left at the least, each renewal by the duration of its time, for the duration changed in the range (60 s, 15 s); the slowest renewal took 20 s; usually 2.0 s.',
    ]);
    const least = insightLines(changed).at(-1)?.sentences[0];
    expect(typeof least === 'string' ? least : least?.explain).toBe(
      'What was left of the allowed duration by the renewal that left the least: how much slower it could have been before the Lease ran out.',
    );
  });

  test('headroom says of which part of the range it is, where renewals are not kept for all of it', () => {
    const from = NOW - 90 * DAY;
    expect(said(insight({ from, renewalsFrom: NOW - 30 * DAY })).at(-1)).toBe(
      'Headroom: 11.9 s of 15 s left by the slowest renewal, which took 3.1 s; usually 2.0 s. Told of the last 30 d of the range: no renewal of before is kept any more.',
    );
    expect(said(insight({ from, renewalsFrom: NOW - 47 * HOUR })).at(-1)).toContain(
      ' Told of the last 1 d 23 h of the range:',
    );
    const none = { from, to: NOW - 45 * DAY, renewalsFrom: NOW - 30 * DAY, worstGapMs: null };
    expect(said(insight(none)).at(-1)).toBe('Headroom: Not known: no renewal of the range is kept any more.');
  });

  test('nothing watched: nothing claimed', () => {
    const none = { watchedMs: 0, blindMs: DAY, availability: null, worstGapMs: null, usualGapMs: null };
    expect(said(insight(none))[0]).toBe('Led: Not watched. 1 d 0 h not watched, so nothing can be said.');
    expect(said(insight({ ...none, blindMs: 0 }))[0]).toBe('Led: Nothing is known of it in this range.');
  });

  test.each([
    [1, 0, '100 %'],
    [0.5, 1, '50.0 %'],
    [0.99964, 1, '99.96 %'],
    [0.99999999, 1, '> 99.999 %'],
    [0, 1, '0.0 %'],
  ])('%d is %s', (share, missingMs, words) => {
    expect(formatShare(share, missingMs)).toBe(words);
  });

  test.each([
    [[12_000, 12_000, 12_000, 12_000, 12_000, 12_000], 'Steady over the range.'],
    [
      [12_000, 12_000, 12_000, 9_000, 9_000, 9_000],
      'Shrinking: 12.0 s in the first half of the range, 9.0 s in the second.',
    ],
    [[12_000, null, 9_000], null],
    [
      [12_900, 12_900, 12_900, 12_900, 12_900, 12_900, 5_400],
      'Fallen: 12.9 s for most of the range, 5.4 s at its end.',
    ],
    [
      [12_900, 12_900, 12_900, -45_954, 12_900, 12_900],
      'Not steady: 12.9 s for most of the range, −46 s at the worst.',
    ],
    [
      [5_000, 5_000, 12_900, 5_000, 5_000, 5_000],
      'Not steady: 5.0 s for most of the range, 12.9 s at the best.',
    ],
  ])('the trend of %j', (headrooms, words) => {
    const headroomTrend = headrooms.map((headroomMs, index) => ({ from: index, to: index + 1, headroomMs }));
    expect(trendWords({ headroomTrend }, 15_000)).toBe(words);
  });
});

describe('a suggestion', () => {
  const s = 1_000;
  test.each<[string, number, Partial<LeaseInsight>, 'too-tight' | 'too-long' | null]>([
    ['15/10/2 that is well: nothing', 15 * s, {}, null],
    ['CSI’s 15/10/5 is no fault', 15 * s, { usualGapMs: 5_100, worstGapMs: 5_600 }, null],
    ['one renewal that fails ends it', 10 * s, { usualGapMs: 5 * s, worstGapMs: 6 * s }, 'too-tight'],
    ['a renewal came close', 15 * s, { worstGapMs: 13_500 }, 'too-tight'],
    ['a renewal came too late', 15 * s, { worstGapMs: 17_000 }, 'too-tight'],
    ['close, but seen for minutes only', 15 * s, { worstGapMs: 13_500, watchedMs: HOUR / 2 }, null],
    ['OpenShift’s 137/107/26 is chosen', 137 * s, { usualGapMs: 26 * s, worstGapMs: 28 * s }, null],
    ['Knative’s 60/40/10 leaves little to gain', 60 * s, { usualGapMs: 10 * s, worstGapMs: 11 * s }, null],
    ['a minute for renewals of 2 s', 60 * s, {}, 'too-long'],
    ['the same, seen for an hour only', 60 * s, { watchedMs: HOUR }, null],
    ['a minute with one slow renewal', 60 * s, { worstGapMs: 14 * s }, null],
    ['somebody did not wait anyway', 60 * s, { handovers: { ...insight().handovers, early: 1 } }, null],
    ['no renewals seen', 60 * s, { worstGapMs: null, usualGapMs: null }, null],
    [
      'the duration was changed meanwhile',
      60 * s,
      {
        durations: [
          { at: 0, durationMs: 15 * s },
          { at: 1, durationMs: 60 * s },
        ],
      },
      null,
    ],
  ])('%s', (_, durationMs, over, type) => {
    expect(suggestion(insight(over, durationMs))?.type ?? null).toBe(type);
  });

  test('a holder that was away is not said to have worked, nor its absence to be allowed for', () => {
    const away = suggestion(insight({ worstGapMs: 60_954 }));
    expect(away?.title).toBe(
      'A renewal came later than the Lease allows: until then anyone could have taken it.',
    );
    expect(away?.advice).not.toContain('If it is to be borne');
    expect(suggestion(insight({ worstGapMs: 17_000 }))?.advice).toContain('35 s would leave room');
  });

  test('says what would do, what it gains, and by what evidence', () => {
    expect(suggestion(insight({}, 60 * s))).toEqual({
      type: 'too-long',
      title: 'The duration is longer than it needs to be: after a crash nobody leads for up to 1 min 09 s.',
      advice:
        '15 s would do: it leaves 11.9 s of headroom over the slowest renewal, and a crash would cost at most 24 s. The renew deadline has to be shorter than it.',
      evidence:
        'In 1 d watched no renewal took longer than 3.1 s of the 60 s allowed; the retry period, inferred, is 2.0 s.',
    });
  });
});
