import { describe, expect, it } from 'vitest';
import type { LaneSpan } from '../../lib/view/timeline.ts';
import { leaderlessFacts } from '../../lib/view/timeline-facts.ts';
import { laneAt, layOut, NARROW, rowsBetween, WIDE } from '../../lib/view/timeline-layout.ts';
import { heldBefore, stopsOf, targetAt } from '../../lib/view/timeline-target.ts';
import { aLane, tenure } from './timeline-builders.ts';

const LANE = aLane([
  tenure(0, 400, 'a'),
  { type: 'vacancy', from: 400, to: 420 },
  tenure(420, 700, 'b', { cause: 'release' }),
  { type: 'expired', from: 700, to: 760, holder: 'b' },
  tenure(760, 900, 'c', { cause: 'expiry' }),
  { type: 'dense', from: 900, to: 950, holder: 'd', count: 5 },
]);
const NOTHING = { blindSpots: [], slow: [] };
const at = (moment: number, stretches = NOTHING, reach = 5) => targetAt(LANE, moment, stretches, reach);

describe('what lies at a moment', () => {
  it.each([
    [200, 'tenure', 0],
    [410, 'vacancy', 400],
    [423, 'handover', 420],
    [416, 'handover', 420],
    [720, 'expired', 700],
    [762, 'handover', 760],
    [930, 'dense', 900],
  ])('%i is %s', (moment, type, from) => {
    const target = at(moment);
    expect(target.type).toBe(type);
    if (target.type !== 'blind' && target.type !== 'nothing') expect(target.span.from).toBe(from);
  });
  it('the end of the last span is still of it', () => expect(at(950, NOTHING, 0).type).toBe('dense'));
  it('nothing after the last span', () => expect(at(990).type).toBe('nothing'));
  it('a small vacancy is meant from beside it', () => expect(at(397).type).toBe('vacancy'));
  it('what nobody watched hides what is under it, but not a notch at its edge', () => {
    const blindSpots = [{ from: 500, to: 757, scope: null }];
    expect(at(600, { blindSpots, slow: [] } as never).type).toBe('blind');
    expect(at(757, { blindSpots, slow: [] } as never).type).toBe('handover');
  });
  it('a blind spot of another namespace hides nothing', () =>
    expect(at(600, { blindSpots: [{ from: 500, to: 700, scope: 'other' }], slow: [] } as never).type).toBe(
      'tenure',
    ));
  it('slow renewals are told beside', () =>
    expect(
      at(200, { blindSpots: [], slow: [{ from: 100, to: 300, late: 3, of: 4 }] } as never).slow,
    ).toMatchObject({
      late: 3,
    }));
  it('knows who held it before, over a vacancy', () => {
    const target = at(420);
    expect(target.type === 'handover' && heldBefore(LANE, target.span)?.holder).toBe('a');
  });
  it('who held it before is not known where many did and it is not told who was the last', () => {
    const many = { type: 'dense', from: 900, to: 950, count: 5 } as const;
    const taken = { type: 'tenure', from: 950, to: 990, holder: 'd', cause: 'release' } as const;
    const holderBefore = (...spans: LaneSpan[]) => heldBefore(aLane([...spans, taken]), taken)?.holder;
    expect(holderBefore({ type: 'tenure', from: 0, to: 900, holder: 'a' }, many)).toBeUndefined();
    expect(holderBefore({ ...many, holder: 'c' }, { type: 'vacancy', from: 950, to: 950 })).toBe('c');
  });
  it('the keys stop at each mark', () =>
    expect(stopsOf(LANE, { from: 410, to: 1_000 })).toEqual([420, 700, 760, 900]));
});

describe('the table of when nobody led', () => {
  it('has each stretch once, newest first, with who stood in it', () => {
    const facts = leaderlessFacts([LANE], { from: 0, to: 1_000 });
    expect(facts.map(({ holder, from, to }) => [holder, from, to])).toEqual([
      ['b', 700, 760],
      [null, 400, 420],
    ]);
    expect(leaderlessFacts([LANE], { from: 421, to: 690 })).toEqual([]);
  });
});

describe('the layout', () => {
  const lanes = ['a', 'b', 'c', 'd'].map((name, index) =>
    aLane([], { name, class: index < 2 ? 'control-plane' : 'csi' }),
  );
  it('puts a head above each class, and every pixel belongs to one row', () => {
    for (const sizes of [WIDE, NARROW]) {
      const layout = layOut(lanes, sizes);
      expect(layout.rows.map((row) => row.type)).toEqual(['head', 'lane', 'lane', 'head', 'lane', 'lane']);
      expect(layout.height).toBe(2 * sizes.head + 4 * sizes.lane);
      for (let y = 0; y < layout.height; y += 1) {
        const inside = layout.rows.filter((row) => y >= row.top && y < row.top + row.height);
        expect(inside).toHaveLength(1);
        expect(laneAt(layout, y)).toBe(inside[0]?.type === 'lane' ? inside[0] : null);
      }
      expect(laneAt(layout, -1)).toBeNull();
      expect(laneAt(layout, layout.height)).toBeNull();
    }
  });
  it('is a target of at least 24 px', () => {
    expect(WIDE.lane).toBeGreaterThanOrEqual(24);
    expect(NARROW.lane).toBeGreaterThanOrEqual(36);
  });
  it('finds the rows in sight', () => {
    const layout = layOut(lanes, WIDE);
    expect(rowsBetween(layout, 20, 45).map((row) => row.key)).toEqual(['kube-system/a', 'kube-system/b']);
    expect(rowsBetween(layout, -100, 0)).toEqual([]);
    expect(rowsBetween(layOut([], WIDE), 0, 100)).toEqual([]);
  });
});
