import { afterEach, expect, test, vi } from 'vitest';
import { fetchFollowing, fetchHandovers } from '../../lib/client/lease-handovers.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { handover } from '../view/lease-builders.ts';

const LEASE = { namespace: 'kube-system', name: 'kube-scheduler' };
const asked: URLSearchParams[] = [];

/** Answers as the API does: newest first, both ends included, a cursor while there is more. */
function serve(ats: readonly number[]): void {
  asked.length = 0;
  const all: Handover[] = ats.map((at) => handover({ id: `u.${at}`, at }));
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url, 'http://tenure').searchParams;
    asked.push(query);
    const number = (name: string) => Number(query.get(name) ?? 0);
    const inside = all
      .filter(({ at }) => at >= number('from') && at <= number('to'))
      .sort((a, b) => b.at - a.at);
    const end = number('cursor') + number('limit');
    const items = inside.slice(number('cursor'), end);
    return Response.json({
      asOf: 0,
      items,
      nextCursor: end < inside.length ? String(end) : null,
      places: [],
    });
  });
}
afterEach(() => vi.unstubAllGlobals());

const range = (length: number) => Array.from({ length }, (_, index) => 1_000 + index);

test('those of the range and the one before it, in as few pages as it takes', async () => {
  serve([10, 20, 1_000, 1_010, 2_000]);
  const { items, from } = await fetchHandovers(LEASE, { from: 900, to: 1_500 });
  expect(items.map(({ at }) => at)).toEqual([1_010, 1_000, 20]);
  expect(from).toBeNull();
  expect(asked).toHaveLength(1);
});

test('none before: all that there are', async () => {
  serve([1_000]);
  expect(await fetchHandovers(LEASE, { from: 0, to: 1_500 })).toMatchObject({ from: null });
});

test('too many: the newest, and from when on they are whole', async () => {
  serve(range(5_000));
  const { items, from } = await fetchHandovers(LEASE, { from: 0, to: 9_000 });
  expect(items.length).toBeGreaterThanOrEqual(2_100);
  expect(from).toBe(items.at(-1)?.at);
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
});

test('the first after a moment, looked for further and further', async () => {
  serve([100, 7 * 3_600_000, 9 * 3_600_000]);
  expect((await fetchFollowing(LEASE, 100))?.at).toBe(7 * 3_600_000);
  expect(await fetchFollowing(LEASE, 10 * 3_600_000)).toBeNull();
});
