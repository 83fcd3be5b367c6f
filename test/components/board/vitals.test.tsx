import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { Vitals } from '../../../components/board/vitals.tsx';
import type { Totals } from '../../../lib/view/lease-row.ts';

const NONE = { held: 0, late: 0, expired: 0, vacant: 0, unknown: 0 };
const TOTALS = {
  ...{ leases: 200, elects: NONE, heartbeats: { ...NONE, held: 198, late: 2 } },
  ...{ classes: { 'node-heartbeat': 200 }, heldByClass: { 'node-heartbeat': 198 } },
};
vi.mock('../../../lib/client/use-live.ts', () => ({
  useLive: (pick: (state: unknown) => Totals | null) => pick({ totals: TOTALS }),
}));
vi.mock('../../../components/board/board-picks.tsx', () => ({ BoardPicks: () => null }));

const url = { q: '', class: [], namespace: [], state: [], sort: 'class' as const, closed: [] };
const draw = (partial: boolean): string =>
  renderToStaticMarkup(
    <Vitals
      judged={[]}
      partial={partial}
      frozen={false}
      url={url}
      setUrl={() => Promise.resolve(new URLSearchParams())}
    />,
  );

it('what is not fresh is not said to be not known while rows that may be late are on their way', () => {
  expect(draw(true)).toContain('<b>198 of 200</b>');
  expect(draw(false)).toContain('<b>198 fresh, 2 not known</b>');
});
