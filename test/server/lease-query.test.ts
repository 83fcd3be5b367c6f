import { describe, expect, test } from 'vitest';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { LEASE_QUERY } from '../../lib/server/lease-query.ts';
import { listLeases } from '../../lib/server/list-leases.ts';
import { parseQuery } from '../../lib/server/query.ts';
import { leaseRow } from '../../lib/view/rows.ts';
import { LIVE, tracked } from './lease-builders.ts';

const NOW = 1_800_000_100_000;

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

function ask(query: string, live = true) {
  const runtime = {
    now: () => NOW,
    leases: () => LEASES,
    row: (one: TrackedLease) => leaseRow(one, NOW, LIVE),
    isLive: () => live,
  };
  return listLeases(runtime, parseQuery(LEASE_QUERY, new URLSearchParams(query)));
}
const names = (query: string, live = true) => ask(query, live).items.map((row) => row.name);

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
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test('no state is known of a feed that is not live', () => {
    expect(names('state=expired', false)).toEqual([]);
    expect(names('state=unknown', false).length).toBe(LEASES.length);
  });

  test('an unknown headroom is last, whichever way the list goes', () => {
    expect(names('sort=headroom')).toHaveLength(5);
    expect(names('sort=-headroom')).toHaveLength(5);
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
  ])('%s is refused by name', (query, parameter, right) => {
    expect(() => ask(query)).toThrow(expect.objectContaining({ code: 'invalid_parameter', parameter }));
    expect(() => ask(query)).toThrow(right);
  });
});
