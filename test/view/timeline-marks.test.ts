import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneSpan } from '../../lib/view/timeline.ts';
import { drawLane, lanePaths, markCount, timeScale } from '../../lib/view/timeline-marks.ts';
import { aLane, HUES_BY_NAME, tenure } from './timeline-builders.ts';

const SCALE = timeScale({ from: 0, to: 1_000 }, 100, 500);
const draw = (spans: LaneSpan[]) => drawLane(aLane(spans), SCALE, HUES_BY_NAME);

describe('the marks of a lane', () => {
  it('one unbroken tenure is a line', () => {
    const drawing = draw([tenure(0, 1_000, 'a-1')]);
    expect(drawing).toMatchObject({ calm: true, notches: [], bars: [{ x: 100, width: 500, hue: 1 }] });
    expect(lanePaths([{ drawing, middle: 50 }])).toEqual([
      { paint: 'holder-1', path: 'M100 48.5h500v3h-500z' },
    ]);
  });
  it('a handover is a notch where the new tenure begins, and makes the line a bar', () => {
    const drawing = draw([tenure(0, 400, 'a-1'), tenure(400, 1_000, 'a-2', { cause: 'release' })]);
    expect(drawing).toMatchObject({ calm: false, notches: [300] });
    expect(drawing.bars.map((bar) => bar.hue)).toEqual([1, 2]);
  });
  it('a tenure that began before the range has no notch', () =>
    expect(draw([tenure(0, 1_000, 'a-1')]).notches).toEqual([]));
  it('a vacancy, an expiry and many handovers are as wide as can be seen', () => {
    const drawing = draw([
      tenure(0, 500, 'a-1'),
      { type: 'vacancy', from: 500, to: 501 },
      tenure(501, 700, 'a-2', { cause: 'release' }),
      { type: 'expired', from: 700, to: 702, holder: 'a-2' },
      { type: 'dense', from: 800, to: 803, holder: 'a-1', count: 7 },
    ]);
    expect(drawing.vacant[0]?.width).toBe(4);
    expect(drawing.expired[0]?.width).toBe(4);
    expect(drawing.dense).toEqual([{ x: expect.any(Number), width: 5, count: 7 }]);
  });
  it('what is drawn wider than it was hides nothing that came after it', () => {
    const short = { from: 990, to: 991, holder: 'a-1', count: 7 };
    for (const type of ['vacancy', 'expired', 'dense'] as const) {
      const { vacant, expired, dense } = draw([{ ...short, type }]);
      const [box] = [...vacant, ...expired, ...dense];
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeCloseTo(SCALE.x(991), 0);
    }
  });
  it('one handover that was merged is still a notch', () =>
    expect(
      draw([tenure(0, 500, 'a-1'), { type: 'dense', from: 500, to: 502, holder: 'a-2', count: 1 }]),
    ).toMatchObject({ dense: [], notches: [350] }));
  it('a holder has its colour beside whomever it stands, and a notch tells neighbours of one colour apart', () => {
    const drawing = draw([tenure(0, 500, 'a-1'), tenure(500, 1_000, 'b-1', { cause: 'expiry' })]);
    expect(drawing.bars.map((bar) => bar.hue)).toEqual([1, 1]);
    expect(drawing.notches).toEqual([350]);
  });
  it('what lies outside the range is not drawn, and what reaches in is cut', () => {
    const drawing = draw([
      tenure(-900, -500, 'a-1'),
      tenure(-500, 200, 'a-2', { cause: 'release' }),
      tenure(200, 5_000, 'a-1', { cause: 'release' }),
    ]);
    expect(drawing.bars.map(({ x, width }) => [x, width])).toEqual([
      [100, 100],
      [200, 400],
    ]);
    expect(drawing.notches).toEqual([200]);
  });
  it('never leaves the plot', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: -500, max: 1_500 }),
            fc.integer({ min: 0, max: 700 }),
            fc.constantFrom('tenure' as const, 'vacancy' as const, 'expired' as const, 'dense' as const),
          ),
        ),
        (raw) => {
          const drawing = draw(
            raw.map(([from, length, type]) => ({ type, from, to: from + length, holder: 'a-1', count: 3 })),
          );
          for (const { x, width } of [drawing.bars, drawing.vacant, drawing.expired, drawing.dense].flat()) {
            expect(x).toBeGreaterThanOrEqual(100);
            expect(x + width).toBeLessThanOrEqual(600.11);
            expect(width).toBeGreaterThan(0);
          }
        },
      ),
    ));
  it('all lanes are one path for each paint, what hides other marks after those', () => {
    const moved = draw([
      tenure(0, 400, 'a-1'),
      { type: 'vacancy', from: 400, to: 500 },
      tenure(500, 700, 'a-2', { cause: 'release' }),
      { type: 'expired', from: 700, to: 800, holder: 'a-2' },
      { type: 'dense', from: 800, to: 900, holder: 'a-1', count: 7 },
    ]);
    const paths = lanePaths([10, 34].map((middle) => ({ drawing: moved, middle })));
    expect(paths.map(({ paint }) => paint)).toEqual([
      ...['holder-1', 'holder-2', 'dense', 'expired', 'vacant', 'edge', 'notch'],
    ]);
    expect(paths.at(-1)?.path).toBe('M349 2h2v16h-2zM349 26h2v16h-2z');
    expect(paths.at(-2)?.path).toBe('M348 2h4v16h-4zM348 26h4v16h-4z');
  });
  it('counts at least as many marks as it draws, and no more than two for each stretch', () => {
    const span = fc.record({
      type: fc.constantFrom('tenure', 'vacancy', 'expired', 'dense'),
      from: fc.integer({ min: -200, max: 1_200 }),
      length: fc.integer({ min: 0, max: 500 }),
      count: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
        const lane = aLane(
          spans.map(({ type, from, length, count }) => ({
            type,
            from,
            to: from + length,
            ...(type === 'vacancy' ? {} : { holder: 'a-1' }),
            ...(type === 'tenure' ? { cause: 'release' as const } : {}),
            ...(type === 'dense' ? { count } : {}),
          })),
        );
        const { bars, vacant, expired, dense, notches } = drawLane(lane, SCALE, HUES_BY_NAME);
        const drawn = bars.length + vacant.length + expired.length + dense.length + notches.length;
        expect(markCount(lane)).toBeGreaterThanOrEqual(drawn);
        expect(markCount(lane)).toBeLessThanOrEqual(2 * spans.length);
      }),
    );
  });
});
