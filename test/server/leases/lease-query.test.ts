import { describe, expect, test } from 'vitest';
import { addGap, ELECTION_SPAN } from '../../../lib/lease/gaps.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { parseQuery } from '../../../lib/server/api/query.ts';
import { LEASE_SORTS } from '../../../lib/server/leases/lease-order.ts';
import { LEASE_QUERY } from '../../../lib/server/leases/lease-query.ts';
import { listLeases } from '../../../lib/server/leases/list-leases.ts';
import { leaseRow } from '../../../lib/view/rows.ts';
import { LIVE, tracked } from './lease-builders.ts';

const NOW = 1_800_000_100_000;
const DAY_MS = 86_400_000;

function lease(name: string, over: Parameters<typeof tracked>[0] = {}, change: Partial<TrackedLease> = {}) {
  return Object.assign(tracked({ name, ...over }, NOW - 5000), change);
}

const LEASES = [
  lease('held', {}, { heldSince: NOW - 1000 }),
  lease(
    'expired',
    { namespace: 'apps', class: 'controller', holder: 'Web-1_x' },
    { state: 'expired', lastRenewalAt: NOW - 60_000 },
  ),
  lease('vacant', { holder: '' }, { state: 'vacant', heldSince: null }),
  lease(
    'node-1',
    { namespace: 'kube-node-lease', class: 'node-heartbeat', holder: 'node-1' },
    { heldSince: null },
  ),
  lease(
    'late',
    { holder: 'b' },
    { state: 'late', heldSince: NOW - 90_000, handoverTimes: [NOW - 1, NOW - 2] },
  ),
];

async function ask(query: string, live = true, leases = LEASES, made: string[] = []) {
  const runtime = {
    now: () => NOW,
    leases: () => leases,
    row(one: TrackedLease) {
      made.push(one.record.name);
      return leaseRow(one, NOW, LIVE);
    },
    isLive: () => live,
    turns: { take: async () => undefined },
  };
  return listLeases(runtime, parseQuery(LEASE_QUERY, new URLSearchParams(query)));
}
const names = async (query: string, live = true) => (await ask(query, live)).items.map((row) => row.name);

describe('leases', () => {
  test.each([
    ['', ['expired', 'vacant', 'late', 'held', 'node-1']],
    ['sort=-urgency', ['node-1', 'held', 'late', 'vacant', 'expired']],
    ['sort=name', ['expired', 'node-1', 'held', 'late', 'vacant']],
    ['sort=holder', ['expired', 'late', 'node-1', 'held', 'vacant']],
    ['sort=-holder', ['held', 'node-1', 'late', 'expired', 'vacant']],
    ['sort=tenure&elects=true&state=held&state=late', ['late', 'held']],
    ['sort=age&limit=1', ['expired']],
    ['sort=handovers&limit=1', ['late']],
    ['state=expired&state=vacant', ['expired', 'vacant']],
    ['class=node-heartbeat', ['node-1']],
    ['namespace=apps&namespace=kube-node-lease', ['expired', 'node-1']],
    ['holder=b', ['late']],
    ['elects=false', ['node-1']],
    ['q=APPS%20web', ['expired']],
    ['q=nothing', []],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test('no state is known of a feed that is not live', async () => {
    expect(await names('state=expired', false)).toEqual([]);
    expect((await names('state=unknown', false)).length).toBe(LEASES.length);
  });

  test('an unknown headroom is last, whichever way the list goes', async () => {
    expect(await names('sort=headroom')).toHaveLength(5);
    expect(await names('sort=-headroom')).toHaveLength(5);
  });

  test('of 12,000 Leases is made in turns', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => lease(`lease-${index}`));
    let turns = 0;
    const runtime = {
      now: () => NOW,
      leases: () => many,
      row: (one: TrackedLease) => leaseRow(one, NOW, LIVE),
      isLive: () => true,
      turns: {
        async take() {
          turns += 1;
        },
      },
    };
    const query = parseQuery(LEASE_QUERY, new URLSearchParams('sort=-name&limit=1'));
    const { items, nextCursor } = await listLeases(runtime, query);
    expect([items[0]?.name, nextCursor === null, turns]).toEqual(['lease-9999', false, 4]);
  });

  test.each(LEASE_SORTS)('in order of %s rows are made for the page alone', async (sort) => {
    const made: string[] = [];
    const { items } = await ask(`sort=${sort}&limit=2`, true, LEASES, made);
    expect(made).toEqual(items.map((row) => row.name));
  });

  test('the order by headroom and handovers is that of the rows', async () => {
    const many = [3, 1, 2, 5, 4, 0].map((slowest, index) => {
      const one = lease(`lease-${index}`, { durationSeconds: 15 });
      one.handoverTimes = [NOW - DAY_MS - 1, ...Array.from({ length: slowest }, (_, ago) => NOW - ago)];
      // An old slow renewal counts as long as the rows say so.
      one.gaps = addGap(one.gaps, ELECTION_SPAN, NOW - 2 * DAY_MS, 14_000);
      for (let count = 0; count < (slowest === 0 ? 4 : 5); count++)
        one.gaps = addGap(one.gaps, ELECTION_SPAN, NOW - 1000, slowest * 1000);
      return one;
    });
    const rows = (await ask('sort=headroom', true, many)).items;
    expect(rows.map((row) => row.headroomMs)).toEqual([10_000, 11_000, 12_000, 13_000, 14_000, null]);
    const handovers = (await ask('sort=handovers', true, many)).items.map((row) => row.handovers24h);
    expect(handovers).toEqual([5, 4, 3, 2, 1, 0]);
  });

  test('a holder of 100 kB does not make a cursor that is refused', async () => {
    const many = ['b', 'a', 'c'].map((name) => lease(name, { holder: `${'ö'.repeat(100_000)}${name}` }));
    const first = await ask('sort=holder&limit=1', true, many);
    const second = await ask(`sort=holder&limit=1&cursor=${first.nextCursor}`, true, many);
    expect([first, second].map(({ items }) => items[0]?.name)).toEqual(['a', 'b']);
  });

  test.each([
    ['stat=held', 'stat', 'did you mean state?'],
    ['state=bad', 'state', 'held, late, expired'],
    ['limit=0', 'limit', 'from 1 to 1000'],
    ['limit=1001', 'limit', 'from 1 to 1000'],
    ['limit=ten', 'limit', 'from 1 to 1000'],
    ['sort=size', 'sort', 'urgency, name'],
    ['sort=name&sort=age', 'sort', 'once'],
    ['elects=maybe', 'elects', 'true or false'],
    ['cursor=zzz', 'cursor', 'start again'],
    ['__proto__=1', '__proto__', 'no parameter'],
  ])('%s is refused by name', async (query, parameter, right) => {
    await expect(ask(query)).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_parameter', parameter }),
    );
    await expect(ask(query)).rejects.toThrow(right);
  });
});
