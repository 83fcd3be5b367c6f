import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { unreadWords } from '../../../components/timeline/shown-range.ts';
import { TimelineTable } from '../../../components/timeline/timeline-table.tsx';
import type { TimelineData } from '../../../lib/client/use-timeline.ts';
import type { TimelineHandovers } from '../../../lib/client/use-timeline-handovers.ts';
import { NOW } from '../../view/alert-builders.ts';
import { handover } from '../../view/lease-builders.ts';

const HOUR = 3_600_000;
const data = {
  asOf: NOW,
  from: NOW - HOUR,
  to: NOW,
  pointMs: 1_000,
  total: 7,
  lanes: [],
  blindSpots: [],
  slow: [],
  hasMore: false,
};
const NONE: TimelineHandovers = { items: [], more: false, keptFrom: null, problem: null };
const draw = (
  unread: string | null,
  more: Partial<TimelineData> = {},
  handovers: TimelineHandovers = NONE,
): string =>
  renderToStaticMarkup(
    <TimelineTable
      data={{ ...data, ...more }}
      range={{ from: NOW - 48 * HOUR, to: NOW }}
      unread={unread}
      handovers={handovers}
      cluster={null}
      zone="utc"
    />,
  );

test('of a range that was read it says what there is none of', () => {
  const html = draw(null);
  expect(html).toContain('All of this range was watched');
  expect(html).toContain('None of 7 Leases changed hands in this range, as far as it was watched.');
  expect(html).toContain('None that is longer than 1.0 s here.');
});

test('of one that was not, nothing is claimed by what was read before', () => {
  for (const problem of [null, { message: 'Tenure cannot be reached' }]) {
    const html = draw(unreadWords(problem));
    expect(html).not.toContain('All of this range');
    expect(html).not.toContain('None that');
    expect(html).not.toContain('changed hands');
    expect(html).toContain(
      problem === null ? 'is being read' : 'could not be read: Tenure cannot be reached.',
    );
  }
});

test('what came joined is not claimed to be one stretch, as on the chart', () => {
  const slow = [{ from: NOW - HOUR, to: NOW - HOUR + 3_420_000, late: 16, of: 30 }];
  expect(draw(null, { slow, pointMs: 2_592_000 })).toContain('slow, at times within 57 min: 16 of 30 late.');
});

test('handovers stand one by one, with who followed whom, for how long nobody led, and why it is known', () => {
  const one = handover({ from: 'a-1', to: 'b-1', cause: 'release', vacantMs: 2_000 });
  const html = draw(null, {}, { items: [one], more: true, keptFrom: NOW - HOUR, problem: null });
  for (const said of [
    'a-1',
    'b-1',
    'Released',
    '2.0 s',
    'Taken 2.0 s later.',
    'Older ones are not listed',
    'None from before 2026-',
  ])
    expect(html).toContain(said);
});

test('what was not read is not claimed to be nothing', () => {
  const unread = { items: null, more: false, keptFrom: null };
  expect(draw(null, {}, { ...unread, problem: null })).toContain('Reading…');
  const html = draw(null, {}, { ...unread, problem: 'Tenure cannot be reached' });
  expect(html).toContain('They could not be read: Tenure cannot be reached.');
  expect(html).not.toContain('changed hands');
});
