import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createHover } from '../../../components/timeline/hover.ts';
import { MomentCard } from '../../../components/timeline/moment-card.tsx';
import { laneAlerts } from '../../../lib/view/timeline-alerts.ts';
import { layOut, WIDE } from '../../../lib/view/timeline-layout.ts';
import { timeScale } from '../../../lib/view/timeline-marks.ts';
import { NOW } from '../../view/alert-builders.ts';
import { HUES_BY_NAME } from '../../view/timeline-builders.ts';

const HOUR = 3_600_000;
const draw = (hasMore: boolean, earlier = false, at = NOW - 60_000): string => {
  const range = { from: NOW - HOUR, to: NOW };
  const data = {
    ...range,
    asOf: NOW,
    pointMs: 1_000,
    total: 5_000,
    lanes: [],
    blindSpots: [],
    slow: [],
    hasMore,
  };
  return renderToStaticMarkup(
    <MomentCard
      scene={{
        layout: layOut([], WIDE),
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
      pin={() => undefined}
      zoomTo={() => undefined}
      showAlone={() => undefined}
      earlier={earlier}
      cluster={null}
      frame={{ current: null }}
    />,
  );
};

test('of a pinned Lease that has no lane it says why, and leads to it', () => {
  expect(draw(true)).toContain('Only 0 of 5,000 Leases are read so far.');
  expect(draw(true)).toContain('payments-lock');
  expect(draw(false)).toContain('A filter hides it, or nothing is kept of it in this range.');
  expect(draw(false)).toContain('show this Lease alone');
});

test('nothing while it may still come, or where its moment is not shown', () => {
  expect(draw(true, true)).toBe('');
  expect(draw(true, false, NOW - 2 * HOUR)).toBe('');
});
