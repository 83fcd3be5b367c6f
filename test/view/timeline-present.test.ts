import { describe, expect, it } from 'vitest';
import { withPresent } from '../../lib/view/timeline-present.ts';
import { aLane, tenure } from './timeline-builders.ts';

const LANE = aLane([tenure(0, 400, 'a'), tenure(400, 1_000, 'b', { cause: 'release' })]);
const since = (at: number) => new Map([['kube-system/kube-scheduler', at]]);

describe('a Lease that is expired now', () => {
  it('is drawn as expired from the moment its time was over', () =>
    expect(withPresent([LANE], since(900))[0]?.spans).toEqual([
      tenure(0, 400, 'a'),
      tenure(400, 900, 'b', { cause: 'release' }),
      { type: 'expired', from: 900, to: 1_000, holder: 'b' },
    ]));
  it('since before its tenure is expired for all of it', () =>
    expect(withPresent([LANE], since(100))[0]?.spans.at(-1)).toEqual({
      type: 'expired',
      from: 400,
      to: 1_000,
      holder: 'b',
    }));
  it.each([new Map(), new Map([['other/lease', 5]]), since(2_000)])('and no other is touched', (expired) =>
    expect(withPresent([LANE], expired)[0]).toBe(LANE),
  );
  it('a vacancy stays one', () => {
    const vacant = aLane([tenure(0, 400, 'a'), { type: 'vacancy', from: 400, to: 1_000 }]);
    expect(withPresent([vacant], since(500))[0]).toBe(vacant);
  });
});
