import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { ChartLabels } from '../../../components/lease/chart-labels.tsx';
import { leaseHistory } from '../../../lib/view/lease-history.ts';
import { bucket, NOW, row } from '../../view/lease-builders.ts';

const MINUTE = 60_000;
const range = { from: NOW - 6 * MINUTE, to: NOW };

function draw(keptFrom: number, notes: { unreadNote?: string; gapNote?: string }, slowest?: number): string {
  const model = leaseHistory({
    ...{ row: row(), state: 'held', gone: false, present: true, usualGapMs: null, renewalsKeptFrom: null },
    ...{ handovers: [], handoversFrom: null, blindSpots: [], expired: [], keptFrom, range },
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

test('that nothing could be read is told of the whole range', () =>
  expect(draw(NOW - MINUTE, { unreadNote: 'could not be read: HTTP 503' })).toContain('HTTP 503'));

test('the bracket says that its headroom is the least of the range', () => {
  const html = draw(range.from, {}, 8_200);
  expect(html).toContain('6.8 s');
  expect(html).toContain('least here');
});
