import { describe, expect, it } from 'vitest';
import { tenureItself } from '../../lib/detect/tenure-itself.ts';
import type { FeedState } from '../../lib/lease/feed.ts';
import { feed, T0 } from '../lease/builders.ts';
import { clusterSight, NOW, type SightOver } from './cluster-builders.ts';

const told = (over: SightOver) =>
  tenureItself(clusterSight(over)).map(({ key, severity }) => `${key} ${severity}`);
const error = { code: 'disk_full', message: 'No space left on the device.', hint: 'Make room.' };

describe('tenure: what it cannot see or keep (field guide §10)', () => {
  it.each<[FeedState, number, string[]]>([
    ['live', 600_000, []],
    ['starting', 600_000, []],
    ['syncing', 600_000, []],
    ['unconfigured', 600_000, []],
    ['stale', 30_000, ['feed/* info']],
    ['unreachable', 30_000, ['feed/* warning']],
    ['unreachable', 300_001, ['feed/* critical']],
    ['unauthorized', 600_000, ['feed/*/unauthorized warning']],
    ['forbidden', 600_000, ['feed/*/forbidden warning']],
  ])('a feed that is %s for %i ms', (state, forMs, expected) => {
    expect(told({ feeds: [feed({ state, since: NOW - forMs })] })).toEqual(expected);
  });

  it('a feed that is lost has been so since it was, whatever states it goes through since', () => {
    const lost = feed({ state: 'unreachable', since: NOW - 10_000, lostAt: NOW - 400_000 });
    expect(tenureItself(clusterSight({ feeds: [lost] }))[0]).toMatchObject({
      ...{ since: NOW - 400_000, severity: 'critical' },
    });
  });

  it('tells of each namespace by itself', () => {
    const feeds = [feed({ namespace: 'a', state: 'forbidden' }), feed({ namespace: 'b' })];
    expect(told({ feeds })).toEqual(['feed/a/forbidden warning']);
  });

  it.each<[string, SightOver['store'] & object, string[]]>([
    ['ready', { state: 'ready', since: T0, error: null, waiting: 5, lost: 3 }, []],
    ['off', { state: 'off', since: T0, error: null, waiting: 0, lost: 0 }, []],
    ['failing', { state: 'failing', since: T0, error, waiting: 5, lost: 0 }, ['store warning']],
  ])('a store that is %s', (_, store, expected) => {
    expect(told({ store })).toEqual(expected);
  });

  it('says what waits and what was lost, in the store’s own words', () => {
    const [found] = tenureItself(
      clusterSight({ store: { state: 'failing', since: NOW - 60_000, error, waiting: 5, lost: 3 } }),
    );
    expect(found?.summary).toContain('5 events wait');
    expect(found?.summary).toContain('3 had to be given up');
    expect(found?.summary).toContain('No space left on the device. Make room.');
    expect(found?.since).toBe(NOW - 60_000);
  });

  it('informs of what it may not read, and of nothing that is not known', () => {
    const permissions = { leases: 'denied', pods: 'denied', nodes: 'unknown', events: 'granted' } as const;
    expect(told({ permissions })).toEqual(['permissions info']);
    const [all] = tenureItself(
      clusterSight({ permissions: { pods: 'denied', nodes: 'denied', events: 'denied' } }),
    );
    expect(all?.title).toBe('Tenure may not read pods, nodes and events');
    expect(all?.next).toHaveLength(3);
  });
});
