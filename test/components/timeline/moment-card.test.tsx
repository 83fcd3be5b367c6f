import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { createHover } from '../../../components/timeline/hover.ts';
import { MomentCard } from '../../../components/timeline/moment-card.tsx';
import type { TimelineFilters } from '../../../components/timeline/use-timeline-url.ts';
import type { LaneSpan, TimelineLane } from '../../../lib/view/timeline.ts';
import { laneAlerts } from '../../../lib/view/timeline-alerts.ts';
import { layOut, WIDE } from '../../../lib/view/timeline-layout.ts';
import { timeScale } from '../../../lib/view/timeline-marks.ts';
import { NOW } from '../../view/alert-builders.ts';
import { aLane, HUES_BY_NAME, tenure } from '../../view/timeline-builders.ts';

const HOUR = 3_600_000;
const range = { from: NOW - HOUR, to: NOW };
const NO_FILTER = { q: '', class: [], namespace: [], moved: false };
type Drawn = {
  hasMore?: boolean;
  earlier?: boolean;
  filters?: Partial<TimelineFilters>;
  limited?: boolean;
  at?: number;
  lanes?: TimelineLane[];
};
const draw = ({
  hasMore = false,
  earlier = false,
  filters = {},
  limited = false,
  at = NOW - 60_000,
  lanes = [],
}: Drawn): string => {
  const data = {
    ...range,
    asOf: NOW,
    pointMs: 1_000,
    total: 5_000,
    lanes,
    blindSpots: [],
    slow: [],
    hasMore,
  };
  return renderToStaticMarkup(
    <MomentCard
      scene={{
        layout: layOut(lanes, WIDE),
        scale: timeScale(range, 300, 600),
        hues: HUES_BY_NAME,
        bands: [],
        data,
        alerts: laneAlerts([]),
        width: 1_000,
        narrow: false,
        zone: 'utc',
        now: NOW,
      }}
      hover={createHover()}
      pinned={{ key: 'payments/payments-lock', at }}
      nodes={new Map()}
      close={() => undefined}
      zoomTo={() => undefined}
      findByName={() => undefined}
      earlier={earlier}
      filters={{ ...NO_FILTER, ...filters }}
      limited={limited}
      cluster={null}
      frame={{ current: null }}
    />,
  );
};

describe('of a pinned Lease that has no lane', () => {
  const moved = { moved: true };
  test.each<[why: string, Drawn]>([
    ['Only 0 of 5,000 Leases are read so far.', { hasMore: true }],
    [
      'Only 0 of 5,000 Leases are read so far; your rights may hide it, too.',
      { hasMore: true, limited: true },
    ],
    ['A filter may hide it, or nothing was read of it yet.', { hasMore: true, filters: moved }],
    [
      'A filter or your rights may hide it, or nothing was read of it yet.',
      { hasMore: true, filters: moved, limited: true },
    ],
    ['A filter may hide it, or nothing is kept of it in this range.', { filters: moved }],
    [
      'A filter or your rights may hide it, or nothing is kept of it in this range.',
      { filters: moved, limited: true },
    ],
    ['Nothing is kept of it in this range.', {}],
    ['Your rights may hide it, or nothing is kept of it in this range.', { limited: true }],
  ])('%s', (why, drawn) => {
    const card = draw(drawn);
    expect(card).toContain(`<dd>${why}</dd>`);
    expect(card).toContain('payments-lock');
  });

  test('the way to it promises no more than a search does, and is none once it was gone', () => {
    expect(draw({})).toContain('find it by name');
    expect(draw({})).not.toContain('alone');
    const byName = { q: 'payments-lock', namespace: ['payments'] };
    expect(draw({ filters: byName })).not.toContain('find it by name');
    expect(draw({ filters: byName })).toContain('<dd>Nothing is kept of it in this range.</dd>');
    for (const other of [
      moved,
      { q: 'lock' },
      { namespace: ['payments', 'apps'] },
      { class: ['csi' as const] },
    ]) {
      const card = draw({ filters: { ...byName, ...other } });
      expect(card).toContain('find it by name');
      expect(card).toContain('<dd>A filter may hide it');
    }
  });
});

test('nothing while it may still come, or where its moment is not shown', () => {
  expect(draw({ hasMore: true, earlier: true })).toBe('');
  expect(draw({ hasMore: true, at: NOW - 2 * HOUR })).toBe('');
});

test('until the handover itself is read, and where it is not kept, no release is claimed that nobody saw', () => {
  const at = NOW - 600_000;
  const lease = { namespace: 'payments', name: 'payments-lock' };
  const released = tenure(at, NOW, 'b-1', { cause: 'release' });
  const title = (before: LaneSpan[]): string | undefined =>
    /<h3>.*?<span>(.*?)<\/span>/.exec(draw({ at, lanes: [aLane([...before, released], lease)] }))?.[1];
  const vacancy = { type: 'vacancy', from: NOW - HOUR + 1, to: at } as const;
  expect(title([vacancy])).toBe('Vacancy ended');
  // A release that somebody saw before the range is told by the handover itself alone.
  expect(title([{ ...vacancy, from: NOW - HOUR }])).toBe('Handover');
  expect(title([tenure(NOW - HOUR, at, 'a-1')])).toBe('Released');
});

test('between two who are known to have held it a Lease did exist: what happened was not all seen', () => {
  const lease = { namespace: 'payments', name: 'payments-lock' };
  const before = tenure(NOW - HOUR, NOW - 1_800_000, 'a-1');
  const after = tenure(NOW - 600_000, NOW, 'b-1', { cause: 'unseen' });
  const card = (lanes: LaneSpan[]): string => draw({ at: NOW - 1_200_000, lanes: [aLane(lanes, lease)] });
  expect(card([before, after])).toContain('<dd>Not who held this Lease at ');
  expect(card([before, after])).toContain('Not known who held it');
  for (const one of [before, after])
    expect(card([one])).toContain('it did not exist, or nothing was kept yet');
});
