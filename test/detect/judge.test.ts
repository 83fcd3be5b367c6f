import { describe, expect, it } from 'vitest';
import type { Rule } from '../../lib/detect/finding.ts';
import { judge } from '../../lib/detect/judge.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, heartbeat, NOW, type SightOver, tracked } from './cluster-builders.ts';

const HOUR = 3_600_000;

function judged(over: SightOver): string[] {
  const found = judge(clusterSight(over), (lease) => ({
    lease,
    now: NOW,
    thresholds: DEFAULT_THRESHOLDS,
    handovers: [],
  }));
  return found.map(({ rule, key }) => `${rule} ${key}`);
}

/** Expired, and somebody should have taken it over. */
function overdue(name: string, ageMs: number, scope = 0): TrackedLease {
  const lease = { ...tracked({ name, ageMs }), scope };
  lease.state = 'expired';
  return lease;
}

describe('judge (field guide §10)', () => {
  it('finds nothing in a cluster that is well', () => {
    expect(judged({ elections: [tracked(), tracked()], heartbeats: [] })).toEqual([]);
  });

  it('looks at elections and at heartbeats', () => {
    const found = judged({ elections: [overdue('a', 60_000)], heartbeats: [heartbeat('n1', 45_000)] });
    expect(found).toEqual(['expired-but-held apps/a', 'node-heartbeat-late kube-node-lease/n1']);
  });

  it('concludes nothing of a Lease whose feed is not live, and says so of the feed', () => {
    const feeds = [
      feed({ namespace: 'a', state: 'unreachable', since: NOW - HOUR }),
      feed({ namespace: 'b' }),
    ];
    const [dead, live] = [overdue('dead', 60_000, 0), overdue('live', 60_000, 1)];
    const heartbeats = [heartbeat('n1', 90_000)];
    feeds[1] = { ...feed({ namespace: 'b' }), provenAt: NOW };
    expect(judged({ feeds, elections: [dead, live], heartbeats })).toEqual([
      'tenure feed/a',
      'expired-but-held apps/live',
    ]);
  });

  it('concludes nothing of a Lease at which a detector throws, says so, and looks at all others', () => {
    const [bad, node] = [overdue('bad', 60_000), heartbeat('n1', 45_000)];
    const sight = clusterSight({ elections: [bad, overdue('b', 60_000)], heartbeats: [node] });
    const faults: string[] = [];
    const sightOf = (lease: TrackedLease) => {
      if (lease === bad) throw new TypeError('no such field');
      return { lease, now: NOW, thresholds: DEFAULT_THRESHOLDS, handovers: [] };
    };
    const found = judge(sight, sightOf, null, undefined, ({ record }) => faults.push(record.name));
    expect(found.map(({ key }) => key)).toEqual(['apps/b', 'kube-node-lease/n1']);
    expect(faults).toEqual(['bad']);
    expect(() => judge(sight, sightOf)).toThrow('no such field');
  });

  it('tells of an abandoned Lease nothing else', () => {
    const elections = [overdue('left', 2 * HOUR)];
    expect(judged({ elections, holderExists: () => false })).toEqual(['abandoned apps/left']);
    expect(judged({ elections, holderExists: () => null })).toEqual(['expired-but-held apps/left']);
  });

  it('tells of many nodes that stop at once as of one', () => {
    const heartbeats = Array.from({ length: 10 }, (_, index) => heartbeat(`n${index}`, 45_000 + index));
    expect(judged({ heartbeats })).toEqual(['slow-renewals nodes']);
    const apart = heartbeats.map((_, index) => heartbeat(`n${index}`, 45_000 + index * 20_000));
    expect(judged({ heartbeats: apart })).toHaveLength(10);
  });

  it('goes on telling of the first of them, which fired before the others stopped: they are not over', () => {
    const heartbeats = Array.from({ length: 10 }, (_, index) => heartbeat(`n${index}`, 45_000 + index));
    const isFiring = (rule: Rule, key: string) =>
      rule === 'node-heartbeat-late' && key === 'kube-node-lease/n9';
    expect(judged({ heartbeats, isFiring })).toEqual([
      'slow-renewals nodes',
      'node-heartbeat-late kube-node-lease/n9',
    ]);
  });

  it('looks for those that are not held once', () => {
    let looked = 0;
    const sight = clusterSight();
    judge({ ...sight, heartbeatsNotHeld: () => [looked++].flatMap(() => []) }, () => {
      throw new Error('there are no elections');
    });
    expect(looked).toBe(1);
  });
});
