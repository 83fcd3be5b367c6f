import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { ClocksPanel } from '../../../components/nodes/clocks-panel.tsx';
import type { ClockItem, ClocksAnswer } from '../../../lib/view/nodes.ts';

const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);
const page = vi.hoisted(() => ({ told: null as ClocksAnswer | null, kept: [] as unknown[], next: 0 }));
/** What one drawing keeps is there at the next. */
vi.mock('react', async (original) => ({
  ...(await original<object>()),
  useState: (first: unknown) => {
    const place = page.next++;
    if (!(place in page.kept)) page.kept[place] = first;
    return [page.kept[place], (next: unknown) => page.kept.splice(place, 1, next)];
  },
}));
vi.mock('../../../lib/client/use-nodes.ts', () => ({
  useClocks: () => ({ data: page.told, problem: null }),
}));
vi.mock('../../../lib/client/use-now.ts', () => ({ useNow: () => NOW }));
vi.mock('../../../components/ui/explain.tsx', () => ({ Explain: () => null }));

const clockOf = (node: string): ClockItem => ({
  ...{ node, holder: null, leases: 1, kind: 'near' },
  offset: { lower: -16, upper: 40, latencyAllowanceMs: 50, samples: 20 },
});

function draw(items: ClockItem[], asOf: number | null, { near = 0, unresolved = 0 } = {}): string {
  page.next = 0;
  page.told = { asOf: NOW, items, rest: { near, withinMs: null, others: 0 }, unresolved };
  return renderToStaticMarkup(<ClocksPanel select={() => undefined} selected={null} asOf={asOf} />);
}

it('what was told of clocks stays while nothing is heard, with its time', () => {
  expect(draw([clockOf('cp-1')], null)).toContain('cp-1');
  // Made in the silence, before this page was told of it.
  expect(draw([], null)).toContain('No clock can be told now');
  const silent = draw([], NOW - 4_000);
  expect(silent).toContain('cp-1');
  expect(silent).toContain('worst first; as of 03:14:03');
  const again = draw([clockOf('cp-2')], null);
  expect(again).toContain('cp-2');
  expect(again).not.toMatch(/cp-1|as of/);
});

it('of clocks that this page was told nothing of before the silence nothing is known', () => {
  page.kept = [];
  const html = draw([], NOW - 4_000, { unresolved: 3 });
  expect(html).toContain('Not known: nothing is heard now.');
  expect(html).not.toMatch(/No clock can be told|not resolvable|as of/);
});

it('more of them are not asked for in a silence', () => {
  page.kept = [];
  expect(draw([clockOf('cp-1')], null, { near: 5 })).toContain('Show them');
  expect(draw([clockOf('cp-1')], NOW - 4_000, { near: 5 })).not.toContain('Show them');
});
