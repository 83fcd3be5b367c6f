import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { NodeFacts } from '../../../components/nodes/node-facts.tsx';
import type { NodeItem, NodesAnswer } from '../../../lib/view/nodes.ts';

const NOW = Date.UTC(2026, 2, 5, 3, 14, 7);
const wb04: NodeItem = {
  name: 'wb-04',
  state: 'held',
  lastRenewalAt: NOW - 3_000,
  ageMs: 3_000,
  ageCertain: true,
  durationMs: 40_000,
  lateAfterMs: 20_000,
  clockOffsetMs: null,
  holds: ['kube-system/kube-scheduler'],
};

function draw(
  items: NodeItem[] | null,
  problem: string | null = null,
  name = 'wb-04',
  silent = false,
): string {
  const data: NodesAnswer | null = items === null ? null : { asOf: NOW, items, nextCursor: null };
  return renderToStaticMarkup(
    <NodeFacts name={name} reading={{ data, problem }} silent={silent} asOf={NOW} />,
  );
}

it('says what is known of the node', () => {
  for (const part of ['in time', '3.0 s ago of 40 s', 'kube-system/kube-scheduler'])
    expect(draw([wb04])).toContain(part);
  expect(draw([])).toContain('No node of this name sends a heartbeat now.');
});

it('says when it was last seen, with its day where that is another', () => {
  const seen = (hours: number) =>
    draw([{ ...wb04, state: 'unknown', lastRenewalAt: NOW - hours * 3_600_000 }]);
  expect(seen(1)).toContain('last seen at 02:14:07');
  expect(seen(23)).toContain('last seen at 2026-03-04 04:14:07 UTC');
});

it('says since when nobody holds it, which is no silence', () => {
  const html = draw([{ ...wb04, state: 'vacant', lastRenewalAt: NOW - 100, ageMs: 100 }]);
  expect(html).toContain('held by nobody</span>, since 03:14:06');
  expect(html).not.toContain(' ago');
  const unseen = draw([{ ...wb04, state: 'vacant', ageCertain: false }]);
  expect(unseen).toContain('since 03:14:04 at the latest');
  const unknown = draw([{ ...wb04, state: 'vacant', lastRenewalAt: null, ageMs: null }]);
  expect(unknown).toContain('held by nobody</span></dd>');
});

it('says nothing of another node under its name', () => {
  expect(draw([wb04], null, 'wb-05')).toBe('<p class="nd-words">Reading…</p>');
  expect(draw([wb04], 'HTTP 503', 'wb-05')).toBe('<p class="nd-words">Could not be read: HTTP 503.</p>');
});

it('says why it cannot be read, beside what was read before where there is any', () => {
  expect(draw(null)).toContain('Reading…');
  expect(draw(null, 'HTTP 503')).toBe('<p class="nd-words">Could not be read: HTTP 503.</p>');
  const html = draw([wb04], 'HTTP 503');
  expect(html).toContain('in time');
  expect(html).toContain('Could not be read the last time: HTTP 503.');
});

const offset = (lower: number, upper: number): NodeItem => ({
  ...wb04,
  clockOffsetMs: { lower, upper, latencyAllowanceMs: 1_315, samples: 20 },
});

it('says that its clock is off, and by what that is told', () => {
  const html = draw([offset(7_590, 9_600)]);
  expect(html).toContain('<b class="nd-late">at least 7.59 s ahead: </b>+7.59 s … +9.60 s');
  expect(html).toContain('by 20 renewals of its heartbeat alone, latency allowance 1.31 s');
  expect(draw([offset(9_000, 100)])).toContain('<b class="nd-late">stepped by at least 8.90 s: </b>');
  expect(draw([offset(-16, 40)])).not.toContain('nd-late');
});

it('keeps what was known of the clock while nothing is heard, but not that it is in time', () => {
  const html = draw([offset(7_590, 9_600)], null, 'wb-04', true);
  expect(html).toContain('not known</span>, last seen at 03:14:04');
  expect(html).toContain('at least 7.59 s ahead');
  expect(html).toContain('Clock and Leases as of 03:14:07.');
  expect(draw([wb04])).not.toContain('as of');
});
