import { describe, expect, it } from 'vitest';
import type { ClusterSight } from '../../lib/detect/cluster-sight.ts';
import type { Finding } from '../../lib/detect/finding.ts';
import { judge } from '../../lib/detect/judge.ts';
import { createNodeClocks } from '../../lib/detect/node-clocks.ts';
import type { LeaseSight } from '../../lib/detect/sight.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { addOffsetSample, NO_OFFSETS } from '../../lib/lease/offset.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, heartbeat, NOW, type SightOver, tracked } from './cluster-builders.ts';

/** With renewals that say how far its clock is off, in turn: by an API server whose clock is set. */
function withClock(lease: TrackedLease, ...offsetsMs: number[]): TrackedLease {
  lease.stampMoves = true;
  for (let i = 0; i < 60; i++) {
    const offsetMs = offsetsMs[Math.floor((i * offsetsMs.length) / 60)] ?? 0;
    // What the stamp's rounding cut off: every part of the second is seen.
    const cutOffMs = (i * 170) % 1000;
    const at = NOW - 300_000 + i * 5000;
    lease.offsets = addOffsetSample(lease.offsets, at, offsetMs + cutOffMs, offsetMs + cutOffMs);
  }
  return lease;
}

const sightOf = (lease: TrackedLease): LeaseSight => ({
  lease,
  now: NOW,
  thresholds: DEFAULT_THRESHOLDS,
  handovers: [],
});
const elections = (count: number, ...offsetsMs: number[]): TrackedLease[] =>
  Array.from({ length: count }, () => withClock(tracked(), ...offsetsMs));
const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, key, severity }) => `${rule} ${key} ${severity}`);
const judged = (over: SightOver): string[] => told(judge(clusterSight(over), sightOf, createNodeClocks()));

describe('clocks of many holders (field guide §8)', () => {
  it('says nothing of clocks that are right', () => {
    const heartbeats = [withClock(heartbeat('n1', 5000), 0)];
    expect(judged({ elections: elections(10, 0), heartbeats })).toEqual([]);
  });

  it('is one finding when it is the API server’s own clock', () => {
    expect(judged({ elections: elections(50, 7000) })).toEqual(['clock-skew cluster critical']);
    expect(judged({ elections: elections(50, 0, 3000) })).toEqual(['clock-step cluster warning']);
  });

  it('stays one each while they are few', () => {
    expect(judged({ elections: elections(2, 7000) })).toHaveLength(2);
    expect(judged({ elections: [...elections(2, 7000), ...elections(20, 0)] })).toHaveLength(2);
    expect(judged({ elections: [...elections(3, 7000), ...elections(20, 0)] })).toHaveLength(3);
  });

  it('is none of the API server’s when they are off by different offsets', () => {
    const off = [3000, -7000, 1800].flatMap((offsetMs) => elections(1, offsetMs));
    expect(judged({ elections: [...off, ...elections(6, 0)] })).toEqual([
      expect.stringMatching(/^clock-skew apps\/lease-\d+ warning$/),
      expect.stringMatching(/^clock-skew apps\/lease-\d+ critical$/),
      expect.stringMatching(/^clock-skew apps\/lease-\d+ warning$/),
    ]);
  });

  it('is the API server’s by those that are off by the same, as far as clocks are kept in time', () => {
    const same = [-7000, -7050, -6900].flatMap((offsetMs) => elections(4, offsetMs));
    expect(judged({ elections: same })).toEqual(['clock-skew cluster critical']);
    const found = judged({ elections: [...same, ...elections(1, 3000)] });
    expect(found).toEqual(['clock-skew cluster critical', expect.stringMatching(/lease-\d+ warning$/)]);
  });

  it('names the node that they share', () => {
    const off = elections(4, 7000);
    const nodeOf = (lease: TrackedLease): string => (off.includes(lease) ? 'n1' : 'n2');
    const over = { elections: [...off, ...elections(6, 0)], nodeOf };
    expect(judged(over)).toEqual(['clock-skew node/n1 critical']);
  });

  it('tells of a node’s clock by its heartbeat', () => {
    const heartbeats = [withClock(heartbeat('n1', 5000), 7000), withClock(heartbeat('n2', 5000), 0)];
    expect(judged({ heartbeats })).toEqual(['clock-skew kube-node-lease/n1 critical']);
  });
});

describe('going through heartbeats some at a time', () => {
  const keys = (clocks: ReturnType<typeof createNodeClocks>, over: Partial<ClusterSight>): string[] =>
    clocks.look({ ...clusterSight(), ...over }, sightOf).map(({ finding }) => finding.key.slice(16));
  const all = ['a', 'b', 'c', 'd'].map((name) => withClock(heartbeat(name, 5000), 7000));

  it('keeps what was found until it is looked at again', () => {
    const clocks = createNodeClocks(2);
    const heartbeats = () => all;
    expect(keys(clocks, { heartbeats })).toEqual(['a', 'b']);
    expect(keys(clocks, { heartbeats })).toEqual(['a', 'b', 'c', 'd']);
    for (let i = 0; i < 10; i++) expect(keys(clocks, { heartbeats }).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('forgets what is well again, and what is gone', () => {
    const clocks = createNodeClocks(2);
    for (let i = 0; i < 6; i++) keys(clocks, { heartbeats: () => all });
    const [first, second] = all;
    if (first === undefined || second === undefined) throw new Error('there are four');
    const well = { ...second, offsets: NO_OFFSETS };
    for (let i = 0; i < 6; i++) keys(clocks, { heartbeats: () => [first, well] });
    expect(keys(clocks, { heartbeats: () => [first, well] })).toEqual(['a']);
  });

  it('tells of none whose feed is not live', () => {
    const clocks = createNodeClocks();
    expect(keys(clocks, { heartbeats: () => all })).toHaveLength(4);
    expect(keys(clocks, { heartbeats: () => all, feeds: [feed({ state: 'stale' })] })).toEqual([]);
  });
});
