import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { laneAlerts } from '../../lib/view/timeline-alerts.ts';
import { placeWords } from '../../lib/view/timeline-band-words.ts';
import { keptSince, timelineBands } from '../../lib/view/timeline-bands.ts';
import { timeScale } from '../../lib/view/timeline-marks.ts';
import { timelineSvg } from '../../lib/view/timeline-svg.ts';
import {
  blindWords,
  chartSentence,
  endedTitle,
  movedWith,
  movedWithWords,
  rangeWords,
  slowLabel,
  slowWords,
} from '../../lib/view/timeline-words.ts';
import { alertOf } from './alert-builders.ts';
import { aLane, HUES_BY_NAME, tenure } from './timeline-builders.ts';

const NOW = Date.parse('2026-03-06T03:14:07Z');
const HOUR = 3_600_000;

describe('the words of a range', () => {
  it.each([
    [3 * HOUR, 0, '00:14:07 → 03:14:07'],
    [6 * HOUR, 0, '5 Mar 21:14:07 → 03:14:07'],
    [6 * HOUR, 26 * HOUR, '4 Mar 19:14:07 → 5 Mar 01:14:07'],
    [HOUR, 6 * HOUR, '5 Mar 20:14:07 → 21:14:07'],
    [HOUR, 30 * HOUR, '4 Mar 20:14:07 → 21:14:07'],
    [HOUR, 9_000 * HOUR, '24 Feb 2025 02:14:07 → 03:14:07'],
    [24 * HOUR, 0, '5 Mar 03:14 → 6 Mar 03:14'],
  ])('%i ms that ended %i ms ago', (length, ago, words) =>
    expect(rangeWords({ from: NOW - ago - length, to: NOW - ago }, 'utc', NOW)).toBe(words),
  );
});

describe('the words of bands', () => {
  it('many late at once point at the API server, some do not', () => {
    expect(slowWords({ from: 0, to: 298_000, late: 25, of: 30 })).toBe(
      'API server likely slow, 5 min: 25 of 30 late',
    );
    expect(slowWords({ from: 0, to: 90_000, late: 7, of: 30 })).toBe(
      'renewals slow, 1 min 30 s: 7 of 30 late',
    );
  });
  it('several are counted, and what came joined is not claimed to be one', () => {
    const slow = [0, 600_000, 1_200_000].map((from) => ({ from, to: from + 200_000, late: 25, of: 30 }));
    expect(slowWords(slow)).toBe('API server likely slow, 3 times, 10 min in all: 25 of 30 late');
    const worst = [...slow, { from: 2_000_000, to: 2_010_000, late: 26, of: 60 }];
    expect(slowWords(worst)).toMatch(/: 25 of 30 late$/);
    const joined = { from: 0, to: 3_420_000, late: 16, of: 30 };
    expect(slowWords(joined, 2_592_000)).toBe(
      'API server likely slow, at times within 57 min: 16 of 30 late',
    );
    expect(slowWords({ ...joined, to: 60_000 }, 2_592_000)).toMatch(/slow, 1 min/);
  });
  it('over the chart it is asked, as long as there is room for it', () => {
    const one = { from: 0, to: 298_000, late: 25, of: 30 };
    const rare = { ...one, late: 7 };
    expect(slowLabel(one)).toBe('API server slow? 5 min: 25 of 30 late');
    expect(slowLabel(rare)).toBe('renewals slow, 5 min: 7 of 30 late');
    expect(slowLabel(one, 0, 37)).toBe('API server slow? 5 min: 25 of 30 late');
    expect(slowLabel(one, 0, 36)).toBe('API server slow? 5 min');
    expect(slowLabel([one, one], 0, 36)).toBe('API server slow? 2 times');
    expect(slowLabel([rare, rare], 0, 36)).toBe('renewals slow, 2 times');
  });
  it('slow stretches too close for words of their own are told in one, and drawn each by itself', () => {
    const scale = timeScale({ from: 0, to: 30 * 24 * HOUR }, 0, 1_000);
    const slow = [1, 3, 5].map((hour) => ({
      from: hour * HOUR,
      to: hour * HOUR + 200_000,
      late: 25,
      of: 30,
    }));
    const input = { scale, blindSpots: [], keptFrom: null, read: null, zone: 'utc', now: NOW } as const;
    const bands = timelineBands({ ...input, slow });
    expect(bands.map(({ width }) => width)).toEqual([2, 2, 2]);
    expect(placeWords(bands, 0, 1_000).map(({ words }) => words)).toEqual([slowLabel(slow)]);
  });
  it('on a phone they are told in fewer words rather than in none', () => {
    const scale = timeScale({ from: 0, to: 24 * HOUR }, 12, 336);
    const slow = [1, 2].map((hour) => ({
      from: hour * HOUR,
      to: hour * HOUR + 240_000,
      late: 12,
      of: 20,
    }));
    const told = (stretches: typeof slow): string[] => {
      const input = { scale, blindSpots: [], keptFrom: null, read: null, zone: 'utc', now: NOW } as const;
      const bands = timelineBands({ ...input, slow: stretches, joinedMs: 259_200 });
      return placeWords(bands, 0, 360, 259_200).map(({ words }) => words);
    };
    expect(told(slow)).toEqual(['API server slow? 2 times']);
    const long = { from: HOUR, to: HOUR + 10_620_000, late: 116, of: 200 };
    expect(told([long])).toEqual(['API server slow? at times within 2 h 57 min']);
  });
  it('time before anything was kept says its day unless it is today on a short range', () => {
    const words = (hours: number, ago: number): string | undefined => {
      const scale = timeScale({ from: NOW - hours * HOUR, to: NOW }, 0, 1_000);
      const input = { scale, blindSpots: [], slow: [], read: null, zone: 'utc', now: NOW } as const;
      return timelineBands({ ...input, keptFrom: NOW - ago * HOUR })[0]?.words;
    };
    expect(words(3, 2)).toBe('nothing kept before 01:14');
    expect(words(6, 5)).toBe('nothing kept before 5 Mar 22:14');
    expect(words(24, 2)).toBe('nothing kept before 6 Mar 01:14');
    expect(words(7 * 24, 2)).toBe('nothing kept before 6 Mar 01:14');
  });
  it('unwatched time says how long, and where', () => {
    expect(blindWords({ from: 0, to: 660_000, scope: null })).toBe('not watched, 11 min');
    expect(blindWords({ from: 0, to: 4_000, scope: 'payments' })).toBe('payments not watched, 4.0 s');
  });
  it('stand beside each other or not at all, the worst first', () => {
    const scale = timeScale({ from: 0, to: 1_000 }, 0, 1_000);
    const slow = [{ from: 500, to: 520, late: 9, of: 10 }];
    const blindSpots = [
      { from: 510, to: 530, scope: null },
      { from: 100, to: 140, scope: null },
    ];
    const bands = timelineBands({
      scale,
      slow,
      blindSpots,
      keptFrom: null,
      read: null,
      zone: 'utc',
      now: NOW,
    });
    const words = placeWords(bands, 0, 1_000);
    expect(words).toHaveLength(3);
    expect(words[0]?.slow).toBe(true);
    expect(placeWords(bands, 380, 640)).toEqual([words[0]]);
    expect(bands.find((band) => band.type === 'blind')?.width).toBeGreaterThanOrEqual(2);
  });
  it('where one is in the way of another they stand side by side', () => {
    const scale = timeScale({ from: 0, to: 1_000 }, 0, 1_000);
    const slow = [{ from: 500, to: 520, late: 9, of: 10 }];
    const blindSpots = [{ from: 495, to: 525, scope: null }];
    const input = { scale, keptFrom: null, read: null, zone: 'utc', now: NOW } as const;
    const words = placeWords(timelineBands({ ...input, slow, blindSpots }), 0, 1_000);
    expect(words.map(({ x }) => x)).toEqual([510, expect.any(Number)]);
    const ends = words.map((one) => (one.words.length * (one.slow ? 6.6 : 6.2)) / 2);
    expect(Math.abs((words[1]?.x ?? 0) - 510)).toBeCloseTo((ends[0] ?? 0) + (ends[1] ?? 0) + 10, 0);
  });
  it('never overlap, and stay near what they speak of', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 990 }), fc.boolean()), { maxLength: 8 }),
        (raw) => {
          const scale = timeScale({ from: 0, to: 1_000 }, 100, 900);
          const stretch = raw.map(([from]) => ({ from: from, to: from + 10 }));
          const bands = timelineBands({
            scale,
            slow: stretch.filter((_, index) => raw[index]?.[1]).map((one) => ({ ...one, late: 2, of: 30 })),
            blindSpots: stretch
              .filter((_, index) => !raw[index]?.[1])
              .map((one) => ({ ...one, scope: null })),
            keptFrom: null,
            read: null,
            zone: 'utc',
            now: NOW,
          });
          const words = placeWords(bands, 100, 1_000);
          const ends = words
            .map(({ x, words: text, slow }) => ({ x, half: (text.length * (slow ? 6.6 : 6.2)) / 2 }))
            .sort((a, b) => a.x - b.x);
          for (const [index, { x, half }] of ends.entries()) {
            expect(x - half).toBeGreaterThanOrEqual(99.9);
            expect(x + half).toBeLessThanOrEqual(1_000.1);
            const next = ends[index + 1];
            if (next !== undefined) expect(next.x - next.half - (x + half)).toBeGreaterThan(9);
          }
        },
      ),
    ));
  it('time before anything was kept, and what has not been read, are bands too', () => {
    const scale = timeScale({ from: 0, to: 1_000 }, 0, 100);
    const bands = timelineBands({
      scale,
      slow: [],
      blindSpots: [],
      keptFrom: 200,
      read: { from: 300, to: 900 },
      zone: 'utc',
      now: NOW,
    });
    expect(bands.map(({ type, x, width }) => [type, x, width])).toEqual([
      ['before', 0, 20],
      ['unread', 0, 30],
      ['unread', 90, 10],
    ]);
  });
});

describe('from when on anything is kept', () => {
  it.each([
    [null, 5, null],
    [100, 5, 5],
    [100, 500, 100],
  ])('said to be %s, with a lane from %i on: %s', (said, from, kept) =>
    expect(keptSince(said, [aLane([]), aLane([tenure(from, 900, 'a')])])).toBe(kept),
  );
});

describe('the sentence of the chart', () => {
  it('counts what it shows', () => {
    const lanes = [
      aLane([
        tenure(0, 5, 'a'),
        { type: 'vacancy', from: 5, to: 7 },
        tenure(7, 9, 'b', { cause: 'release' }),
      ]),
    ];
    const range = { from: NOW - HOUR, to: NOW };
    expect(
      chartSentence(lanes, 30, { blindSpots: [{ from: 0, to: 1, scope: null }], slow: [], range }, 'utc'),
    ).toBe(
      'Holders of 1 Lease (the first 1 of 30) from 2026-03-06 02:14:07 UTC to 2026-03-06 03:14:07 UTC: 1 handover in 1 Lease, 1 vacancy, 1 stretch not watched.',
    );
  });
});

function moved(name: string, at: number, from: string | null): Handover {
  return {
    id: name,
    namespace: 'ns',
    name,
    leaseUid: name,
    at,
    from,
    to: 'x',
    cause: 'release',
    certainty: 'certain',
    silentMs: null,
    vacantMs: 1_600,
    transitionsDelta: 1,
    coordinated: false,
    evidence: {},
  };
}

describe('what else moved', () => {
  const own = moved('own', 1_000, 'wa-07-a');
  const nodeOf = (holder: string): string | null => /^w[a-z]-\d\d/.exec(holder)?.[0] ?? null;
  it.each([
    [[own], 'Nothing else moved within 30 s.'],
    [[own, moved('b', 13_000, 'wb-01-x')], '1 other Lease moved within 12 s.'],
    [
      [own, moved('b', 13_000, 'wa-07-b'), moved('c', 1_200, 'wa-07-c'), moved('d', 2_000, null)],
      '2 other Leases left wa-07 within 12 s, 1 more moved elsewhere.',
    ],
    [[own, { ...moved('own', 4_000, 'z'), id: 'again' }], 'Nothing else moved within 30 s.'],
  ])('%#', (around, words) => expect(movedWithWords(movedWith(own, around, nodeOf))).toBe(words));
  it.each([
    [{}, 'Released, taken 1.6 s later'],
    [{ from: null }, 'Vacancy ended'],
    [{ to: null }, 'Released, nobody has taken over'],
    [{ to: null, evidence: { unwatchedFrom: 2_000 } }, 'Released, then taken and let go again unseen'],
    [{ cause: 'expiry', silentMs: 17_000 }, 'Went silent for 17 s, then taken'],
    [{ cause: 'early', silentMs: 3_000 }, 'Taken early, 3.0 s after the last renewal'],
    [{ cause: 'unseen' }, 'Handed over unseen'],
  ] as const)('%j', (more, title) => expect(endedTitle({ ...own, ...more })).toBe(title));
});

const NO_LEASE = { namespace: null, name: null, node: null, holder: null };

describe('the picture', () => {
  it('stands alone, with names that cannot break it', () => {
    const scale = timeScale({ from: 0, to: 1_000 }, 300, 600);
    const { svg, height } = timelineSvg({
      lanes: [
        aLane([tenure(0, 500, 'a-1'), tenure(500, 1_000, 'a-2', { cause: 'release' })], { name: 'a<b>&"c' }),
      ],
      scale,
      width: 1_000,
      bands: timelineBands({
        scale,
        slow: [],
        blindSpots: [{ from: 100, to: 200, scope: null }],
        keptFrom: null,
        read: null,
        zone: 'utc',
        now: NOW,
      }),
      blindSpots: [{ from: 300, to: 400, scope: 'kube-system' }],
      alerts: laneAlerts([
        alertOf({
          since: 300,
          firedAt: 400,
          resolvedAt: 700,
          subject: { ...alertOf().subject, name: 'a<b>&"c' },
        }),
        // Many renew late: about no single Lease.
        alertOf({ severity: 'warning', since: 400, firedAt: 500, resolvedAt: 600, subject: NO_LEASE }),
      ]),
      now: NOW,
      hues: HUES_BY_NAME,
      zone: 'utc',
      colour: (token) => `#${token}`,
      title: 'Leases of <prod>',
    });
    expect(svg).toContain('a&lt;b&gt;&amp;&quot;c');
    expect(svg).toContain('Leases of &lt;prod&gt;');
    expect(svg).not.toContain('var(');
    expect(svg).toContain('url(#blind)');
    expect(svg).toContain('stroke="#expired" stroke-width="2"');
    expect(svg).toContain('<path d="M600 -3H660" fill="none" stroke="#late" stroke-width="2"/>');
    expect(svg.match(/<g/g)).toHaveLength(svg.match(/<\/g>/g)?.length ?? 0);
    for (const word of ['1970-01-01 00:00:00 UTC → ', '>Lease<', '>handovers<', '>vacancy<', '>not watched<'])
      expect(svg).toContain(word);
    expect(height).toBeGreaterThan(24);
    // A time at the edge would stand in the head beside it.
    expect(svg).toContain('<path d="M900.0 70V118"');
    expect(svg).not.toContain('>00:00:01</text>');
  });
});
