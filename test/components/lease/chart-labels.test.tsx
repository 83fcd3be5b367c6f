import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { ChartLabels } from '../../../components/lease/chart-labels.tsx';
import { leaseHistory } from '../../../lib/view/lease-history.ts';
import type { TimeRange } from '../../../lib/view/time-axis.ts';
import { bucket, NOW, row } from '../../view/lease-builders.ts';

const MINUTE = 60_000;
const range = { from: NOW - 6 * MINUTE, to: NOW };

function draw(
  keptFrom: number,
  notes: { unreadNote?: string; gapNote?: string; clockNote?: string },
  slowest?: number,
  blindSpots: TimeRange[] = [],
): string {
  const model = leaseHistory({
    ...{ row: row(), state: 'held', gone: false, present: true, usualGapMs: null, renewalsKeptFrom: null },
    ...{ handovers: [], handoversFrom: null, unwritten: [], blindSpots, expired: [], keptFrom, range },
    buckets: slowest === undefined ? [] : [bucket(0, { from: NOW - MINUTE, to: NOW, maxGapMs: slowest })],
  });
  const given = { unreadNote: null, gapNote: null, clockNote: null, ...notes };
  return renderToStaticMarkup(<ChartLabels frame={chartFrame(1_000, 1, range)} model={model} {...given} />);
}

const SEEN = 'no renewal seen in this stretch';

test('what was not seen is told where it was watched, and not across the hatch of before', () => {
  expect(draw(range.from, { gapNote: SEEN })).toContain(SEEN);
  expect(draw(NOW - MINUTE, { gapNote: SEEN })).not.toContain(SEEN);
});

test('nor across the hatch of a blind spot', () => {
  const blind = (from: number, to: number) =>
    draw(range.from, { gapNote: SEEN }, undefined, [{ from: NOW - from * MINUTE, to: NOW - to * MINUTE }]);
  const placed = (html: string) => new RegExp(`x="([\\d.]+)"[^>]*>${SEEN}`).exec(html)?.[1];
  expect(Number(placed(blind(6, 4)))).toBeGreaterThan(chartFrame(1_000, 1, range).x(NOW - 4 * MINUTE));
  expect(blind(5, 4)).not.toContain(SEEN);
  expect(blind(6, 1)).not.toContain(SEEN);
  expect(blind(2, 1)).toContain(SEEN);
});

test('a clock that is not resolvable is never without words, for a line alone says that it is exact', () => {
  const why = 'not resolvable: no stamp of the API server';
  expect(draw(range.from, { clockNote: why })).toContain(`>${why}<`);
  expect(draw(NOW - MINUTE, { clockNote: why })).toContain('>not resolvable<');
});

test('that nothing could be read is told of the whole range', () =>
  expect(draw(NOW - MINUTE, { unreadNote: 'could not be read: HTTP 503' })).toContain('HTTP 503'));

test('the bracket says that its headroom is the least of the range', () => {
  const html = draw(range.from, {}, 8_200);
  expect(html).toContain('6.8 s');
  expect(html).toContain('least here');
});
