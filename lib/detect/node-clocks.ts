/**
 * Nodes' clocks, told by their heartbeats (field guide §8). There may be 60,000 of them, and a clock does not run
 * away in a second: some thousands are looked at each time, and what is found stays until they are looked at again.
 */
import type { TrackedLease } from '../lease/tracked.ts';
import { clockSkew } from './clock-skew.ts';
import { clockStep } from './clock-step.ts';
import type { ClockFinding } from './clocks-together.ts';
import { type ClusterSight, healthOf } from './cluster-sight.ts';
import type { LeaseSight } from './sight.ts';

/** All of an ordinary cluster's; of 60,000 each is looked at three times a minute. */
const AT_ONCE = 3000;

export type NodeClocks = {
  /** What is found of the clocks of nodes, as of when each was looked at last; `guard` runs what looks at one. */
  look(
    sight: Pick<ClusterSight, 'heartbeats' | 'feeds'>,
    sightOf: (lease: TrackedLease) => LeaseSight,
    guard?: (lease: TrackedLease, look: () => void) => void,
  ): ClockFinding[];
};

export function createNodeClocks(atOnce = AT_ONCE): NodeClocks {
  let before = new Map<TrackedLease, ClockFinding>();
  let found = new Map<TrackedLease, ClockFinding>();
  let left: Iterator<TrackedLease> | null = null;

  return {
    look(sight, sightOf, guard = (_, run) => run()) {
      left ??= sight.heartbeats()[Symbol.iterator]();
      for (let looked = 0; looked < atOnce; looked++) {
        const next = left.next();
        if (next.done === true) {
          // What is not found any more, and what is gone, goes with the round before.
          before = found;
          found = new Map();
          left = null;
          break;
        }
        const lease = next.value;
        before.delete(lease);
        if (lease.class !== 'node-heartbeat') continue;
        guard(lease, () => {
          const one = sightOf(lease);
          const finding = clockSkew(one) ?? clockStep(one);
          if (finding !== null) found.set(lease, { lease, finding });
        });
      }
      return [...before.values(), ...found.values()].filter(({ lease }) => healthOf(sight, lease) !== null);
    },
  };
}
