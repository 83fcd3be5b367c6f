import { describe, expect, it } from 'vitest';
import { nodeHeartbeatLate } from '../../lib/detect/node-heartbeat.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, heartbeat, type LeaseOver, NOW, type SightOver, tracked } from './cluster-builders.ts';

const severity = (ageMs: number, over: SightOver = {}, lease: LeaseOver = {}): string | null =>
  nodeHeartbeatLate(heartbeat('n1', ageMs, lease), clusterSight(over))?.severity ?? null;

describe('node-heartbeat-late (field guide §4, §10)', () => {
  it.each<[string, number, SightOver, LeaseOver, string | null]>([
    ['in time', 10_000, {}, {}, null],
    ['at 40 s', 40_000, {}, {}, null],
    ['past 40 s', 40_001, {}, {}, 'warning'],
    ['at the grace period', 50_000, {}, {}, 'warning'],
    ['past the grace period', 50_001, {}, {}, 'critical'],
    ['before 1.32 that was 40 s', 40_001, { kubernetesMinor: 31 }, {}, 'critical'],
    ['from 1.32 on 50 s', 40_001, { kubernetesMinor: 32 }, {}, 'warning'],
    ['of no known version 50 s', 50_000, { kubernetesMinor: null }, {}, 'warning'],
    ['cordoned', 90_000, { cordoned: new Set(['n1']) }, {}, 'info'],
    ['another one is cordoned', 90_000, { cordoned: new Set(['n2']) }, {}, 'critical'],
    ['not known whether cordoned', 90_000, { cordoned: null }, {}, 'critical'],
    ['its Node was deleted', 90_000, { holderExists: () => false }, {}, null],
    ['its Node exists', 90_000, { holderExists: () => true }, {}, 'critical'],
    ['it allows itself longer', 90_000, {}, { durationSeconds: 120 }, null],
    ['… and is over that', 120_001, {}, { durationSeconds: 120 }, 'critical'],
    ['the feed is not live', 90_000, { feeds: [feed({ state: 'unreachable' })] }, {}, null],
    [
      'the watch is not proved to the expiry',
      90_000,
      { feeds: [feed({ provenAt: NOW - 60_000 })] },
      {},
      null,
    ],
  ])('%s', (_, ageMs, over, lease, expected) => {
    expect(severity(ageMs, over, lease)).toBe(expected);
  });

  it('began when its 40 s were over, and keeps its key when it gets worse', () => {
    const found = [45_000, 60_000].map((ageMs) => nodeHeartbeatLate(heartbeat('n1', ageMs), clusterSight()));
    expect(found.map((one) => one?.since)).toEqual([NOW - 5000, NOW - 20_000]);
    expect(new Set(found.map((one) => one?.key))).toEqual(new Set(['kube-node-lease/n1']));
    expect(found[0]?.subject).toMatchObject({ node: 'n1', holder: 'n1' });
  });

  it('is about nodes only', () => {
    const konnectivity = tracked({ class: 'component-heartbeat', durationSeconds: 40, ageMs: 90_000 });
    expect(nodeHeartbeatLate(konnectivity, clusterSight())).toBeNull();
  });
});
