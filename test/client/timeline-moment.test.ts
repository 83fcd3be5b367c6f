import { afterEach, expect, test, vi } from 'vitest';
import { readMoment } from '../../lib/client/use-timeline-moment.ts';
import { handover } from '../view/lease-builders.ts';

afterEach(() => vi.unstubAllGlobals());

test('a handover is found among thousands of the same moment, and stands once', async () => {
  const own = handover({ id: 'own', name: 'quiet', at: 90_000 });
  const others = Array.from({ length: 1_500 }, (_, index) =>
    handover({ id: `other.${index}`, name: `other-${index}`, at: 100_000 + index }),
  );
  vi.stubGlobal('fetch', async (url: string) => {
    const query = new URL(url, 'http://tenure').searchParams;
    expect([query.get('from'), query.get('to')]).toEqual(['60000', '120000']);
    const items = [own, ...others]
      .filter(({ name }) => query.get('name') === null || query.get('name') === name)
      .sort((a, b) => b.at - a.at)
      .slice(0, Number(query.get('limit')));
    return Response.json({ asOf: 0, items, nextCursor: null });
  });
  const read = await readMoment({ namespace: own.namespace, name: 'quiet' }, 90_000);
  expect(read.filter(({ id }) => id === 'own')).toHaveLength(1);
  expect(read).toHaveLength(1_001);
  const first = { namespace: own.namespace, name: 'other-1499' };
  expect(await readMoment(first, 90_000)).toHaveLength(1_000);
});
