import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { unreadWords } from '../../../components/timeline/shown-range.ts';
import { TimelineTable } from '../../../components/timeline/timeline-table.tsx';
import type { TimelineData } from '../../../lib/client/use-timeline.ts';
import type { LaneSpan } from '../../../lib/view/timeline.ts';
import { NOW } from '../../view/alert-builders.ts';
import { aLane, tenure } from '../../view/timeline-builders.ts';

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
const draw = (unread: string | null, more: Partial<TimelineData> = {}): string =>
  renderToStaticMarkup(
    <TimelineTable
      data={{ ...data, ...more }}
      range={{ from: NOW - 48 * HOUR, to: NOW }}
      unread={unread}
      cluster={null}
      zone="utc"
    />,
  );

test('of a range that was read it says what there is none of', () => {
  const html = draw(null);
  expect(html).toContain('All of this range was watched');
  expect(html).toContain('None of 7 Leases moved in this range.');
});

test('of one that was not, nothing is claimed by what was read before', () => {
  for (const problem of [null, { message: 'Tenure cannot be reached' }]) {
    const html = draw(unreadWords(problem));
    expect(html).not.toContain('was watched');
    expect(html).not.toContain('None of');
    expect(html).toContain(
      problem === null ? 'is being read' : 'could not be read: Tenure cannot be reached.',
    );
  }
});

test('what came joined is not claimed to be one stretch, as on the chart', () => {
  const slow = [{ from: NOW - HOUR, to: NOW - HOUR + 3_420_000, late: 16, of: 30 }];
  expect(draw(null, { slow, pointMs: 2_592_000 })).toContain('slow, at times within 57 min: 16 of 30 late.');
});

test('who took what nobody held released nothing; what a range cuts off may have been released', () => {
  const taken = tenure(NOW - 600_000, NOW, 'b-1', { cause: 'release' });
  const what = (...before: LaneSpan[]): string | undefined =>
    /<\/svg> (.*?)<\/td>/.exec(draw(null, { lanes: [aLane([...before, taken])] }))?.[1];
  const vacancy = { type: 'vacancy', from: NOW - HOUR + 1, to: NOW - 600_000 } as const;
  expect(what(vacancy)).toBe('Vacancy ended');
  expect(what({ ...vacancy, from: NOW - HOUR })).toBe('Handover');
  expect(what()).toBe('Handover');
  expect(what(tenure(NOW - HOUR, vacancy.from, 'a-1'), vacancy)).toBe('Released');
});
