import { expect, test } from 'vitest';
import { chartSentence } from '../../lib/view/chart-words.ts';
import type { LaneStep } from '../../lib/view/lease-lanes.ts';
import { gapSeries } from '../../lib/view/lease-series.ts';
import { handover, NOW } from './lease-builders.ts';

const step = (over: Parameters<typeof handover>[0]): LaneStep => ({
  handover: handover(over),
  fromLane: null,
  toLane: null,
});
const said = (shares: number[], steps: LaneStep[]): string =>
  chartSentence({
    range: { from: NOW - 3_600_000, to: NOW },
    lanes: {
      lanes: shares.map((share, index) => ({ holder: `h${index}`, spans: [], share })),
      hidden: 0,
      vacancies: [],
      steps,
    },
    gaps: gapSeries([], null, null),
    runs: [],
    unwatched: [],
    nameOf: (holder) => holder,
  });

test('a share is rounded neither to all nor to nothing, as in the lanes', () => {
  expect(said([0.9995, 0.0005], [])).toContain(': h0 > 99 %, h1 < 1 %.');
  expect(said([1], [])).toContain(': h0 100 %.');
});

test('counts what changed hands', () => {
  const first = step({ cause: 'first', from: null });
  const open = step({ cause: 'release', to: null });
  expect(said([1], [first, open])).toContain(' 0 handovers.');
  expect(said([1], [first, step({}), step({ cause: 'unseen', transitionsDelta: 3 })])).toContain(
    ' 4 handovers.',
  );
});
