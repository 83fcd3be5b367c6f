import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { ChartCard } from '../../../components/lease/chart-card.tsx';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { EventsPanel } from '../../../components/lease/events-panel.tsx';
import { HistoryPanel } from '../../../components/lease/history-panel.tsx';
import type { LeaseDetail } from '../../../lib/view/lease-detail.ts';
import { leaseHistory } from '../../../lib/view/lease-history.ts';
import { parseRange, stillWords } from '../../../lib/view/timeline-range.ts';
import { handover, NOW, row } from '../../view/lease-builders.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const page = vi.hoisted(() => ({ now: 0 }));
vi.mock('../../../components/lease/use-minute.ts', () => ({ useMinute: () => page.now }));
vi.mock('../../../components/lease/use-width.ts', () => ({
  useWidth: () => ({ ref: { current: null }, width: 1_000 }),
}));

const look = { name: (holder: string) => holder, hue: () => 1 as const };
const reading = {
  ...{ detail: null, earlier: false, asOf: null, missing: false },
  ...{ problem: null, reading: false, readAgain: () => undefined },
};

function draw({ frozen, expired = false }: { frozen: boolean; expired?: boolean }): string {
  const range = { from: NOW - 6 * HOUR, to: NOW };
  const words = frozen ? { from: 'now-6h', to: 'now' } : stillWords(range);
  const model = leaseHistory({
    ...{ row: row(), state: 'held', gone: false, present: frozen, usualGapMs: null, renewalsKeptFrom: null },
    ...{ handovers: [], handoversFrom: null, buckets: [], unwritten: [], blindSpots: [], expired: [] },
    ...{ keptFrom: NOW - 5 * HOUR, range, durationsPending: expired },
  });
  const nothing = () => undefined;
  return renderToStaticMarkup(
    <HistoryPanel
      row={row()}
      judged={{ row: row(), state: expired ? 'expired' : 'held', mark: 'held', was: null, now: NOW, frozen }}
      gone={false}
      model={model}
      look={look}
      numbers={new Map()}
      keptFrom={NOW - 5 * HOUR}
      renewals={{ problem: null, read: true }}
      handoversFrom={null}
      state={{
        ...{ range: parseRange(words), usual: false, at: NOW - HOUR, problem: null },
        ...{ last: nothing, show: nothing, zoom: nothing, pin: nothing },
      }}
      history={null}
      alerts={[]}
    />,
  );
}

test('what is of another day than the present says so, wherever the range ends', () => {
  page.now = NOW + HOUR;
  expect(draw({ frozen: false })).toContain('aria-valuetext="02:14:07: holder');
  expect(draw({ frozen: false })).toContain('>nothing kept before 22:14:07<');
  expect(draw({ frozen: true })).toContain('>03:14:07</text>');
  page.now = NOW + DAY;
  expect(draw({ frozen: false })).toContain('aria-valuetext="2026-03-05 02:14:07 UTC: holder');
  expect(draw({ frozen: false })).toContain('>nothing kept before 2026-03-04<');
  expect(draw({ frozen: true })).toContain('>2026-03-05</text>');
});

test('a silence past the duration is drawn so, though no limit is drawn', () => {
  const drawn = draw({ frozen: true, expired: true });
  expect(drawn).not.toContain(' allowed<');
  expect(drawn).toMatch(/fill:var\(--color-expired-text\)[^>]*>1\.1 s and growing</);
});

test('Events that the cluster keeps for days', () => {
  page.now = NOW;
  const event = {
    reason: 'LeaderElection',
    message: 'a became leader',
    type: 'Normal',
    source: null,
    count: 1,
  };
  const detail: LeaseDetail = {
    ...{ ...row(), raw: null, pod: null, node: null, podGone: null, formerRunning: null, annotations: null },
    ...{ candidates: [], unavailable: {} },
    events: [
      { ...event, at: NOW - HOUR },
      { ...event, at: NOW - DAY },
    ],
  };
  const drawn = renderToStaticMarkup(<EventsPanel detail={detail} reading={reading} readAt={null} />);
  expect(drawn).toContain('>02:14:07</td>');
  expect(drawn).toContain('>2026-03-04 03:14:07 UTC</td>');
});

test('a handover that is days away from the crosshair', () => {
  const step = { handover: handover({ at: NOW - DAY }), fromLane: null, toLane: null };
  const moment = {
    at: NOW,
    unwatched: null,
    unwritten: false,
    holder: null,
    vacant: false,
    bucket: null,
    offset: null,
    step,
  };
  const frame = chartFrame(1_000, 1, { from: NOW - 90 * DAY, to: NOW });
  expect(
    renderToStaticMarkup(
      <ChartCard moment={moment} alerts={[]} look={look} numberOf={() => null} frame={frame} />,
    ),
  ).toContain('Went silent at 2026-03-04 03:14:07 UTC');
});
