import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ChartCard } from '../../../components/lease/chart-card.tsx';
import { chartFrame } from '../../../components/lease/chart-frame.ts';
import { placeAlerts } from '../../../lib/view/timeline-alerts.ts';
import { alertOf, NOW } from '../../view/alert-builders.ts';

const range = { from: NOW - 600_000, to: NOW };
const frame = chartFrame(1_000, 1, range);

test('an alert stands on the chart of its Lease from when it fired, and up to now while it fires', () => {
  const [place] = placeAlerts([alertOf({ since: NOW - 400_000, firedAt: NOW - 300_000 })], frame, range.to);
  expect(place).toMatchObject({ from: frame.x(NOW - 300_000), to: frame.x(NOW), begins: true });
});

test('the card of a moment names what fired just then, and how much more', () => {
  const moment = {
    at: NOW - 1_000,
    unwatched: null,
    unwritten: false,
    holder: { name: 'a', expired: true },
    vacant: false,
    bucket: null,
    offset: null,
    step: null,
  };
  const card = (count: number): string =>
    renderToStaticMarkup(
      <ChartCard
        moment={moment}
        alerts={Array.from({ length: count }, (_, id) => alertOf({ id: `${id}`, title: `Trouble ${id}` }))}
        look={{ name: (holder) => holder, hue: () => 1 }}
        numberOf={() => null}
        frame={frame}
      />,
    );
  expect(card(1)).toContain('critical: Trouble 0');
  expect(card(1)).not.toContain('more');
  expect(card(5)).toContain('and 2 more alerts');
  expect(card(5)).not.toContain('Trouble 3');
});
