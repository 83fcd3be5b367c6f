import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, it, vi } from 'vitest';
import { TroublePanel } from '../../../components/nodes/trouble-panel.tsx';
import { useNow } from '../../../lib/client/use-now.ts';
import type { NodeItem, NodesAnswer } from '../../../lib/view/nodes.ts';

const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);
const page = vi.hoisted(() => ({ items: [] as NodeItem[] }));
vi.mock(import('../../../lib/client/use-nodes.ts'), async (original) => ({
  ...(await original()),
  useTroubledNodes: () => {
    const data: NodesAnswer = { asOf: NOW, items: page.items, nextCursor: null };
    return { data, problem: null };
  },
}));
vi.mock(import('../../../lib/client/use-now.ts'), () => ({ useNow: vi.fn(() => NOW) }));

const late: NodeItem = {
  name: 'wb-04',
  state: 'late',
  lastRenewalAt: NOW - 23_000,
  ageMs: 23_000,
  ageCertain: true,
  durationMs: 40_000,
  lateAfterMs: 20_000,
  clockOffsetMs: null,
  holds: [],
};

const draw = (items: NodeItem[], silent = false): string => {
  page.items = items;
  return renderToStaticMarkup(
    <TroublePanel total={200} silent={silent} select={() => undefined} selected={null} />,
  );
};

beforeEach(() => vi.mocked(useNow).mockClear());

it('says for how long a node is silent as it was told, with no clock of its own', () => {
  expect(draw([late, { ...late, name: 'wb-05', state: 'expired', ageMs: 44_000 }])).toContain('44 s');
  expect(useNow).not.toHaveBeenCalled();
});

it('says since when nobody holds one, and not that it is silent', () => {
  const html = draw([{ ...late, state: 'vacant', lastRenewalAt: NOW - 100, ageMs: 100 }]);
  expect(html).toContain('held by nobody');
  expect(html).toContain('nobody since 03:14:06');
  expect(html).not.toContain('0.1 s');
  expect(html).not.toContain('of 40 s');
});

it('says when one was last seen of which nothing is known, with its day where that is another', () => {
  const seen = NOW - 23 * 3_600_000;
  const html = draw([late, { ...late, name: 'wb-05', state: 'unknown', lastRenewalAt: seen }]);
  expect(html).toContain('last seen at 2026-03-04 04:14:07 UTC');
  expect(useNow).toHaveBeenCalledOnce();
});

it('says of none that it is late, nor that all are in time, while nothing is heard', () => {
  const html = draw([{ ...late, state: 'expired' }], true);
  expect(html).toContain('Heartbeats not known');
  expect(html).not.toContain('expired');
  expect(draw([], true)).toContain('Not known: nothing is heard of them now.');
  expect(draw([])).toContain('None: all 200 sent a heartbeat in time.');
});
