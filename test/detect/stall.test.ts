import { describe, expect, it } from 'vitest';
import { isTold } from '../../lib/alert/alert.ts';
import { createRandom, type Random } from '../../lib/simulator/random.ts';
import { type Cluster, createCluster, MINUTE } from './healthy-cluster.ts';
import { createTenure, NOTHING_LEFT, type Tenure } from './healthy-tenure.ts';

const SIZE = { nodes: 60, elections: 40 };
const T0 = Date.UTC(2026, 5, 1);

/** Nothing is written for so long, while the watch stays alive; answers what people are told, and when. */
function stall(seed: number, forMs: number) {
  return harm(createRandom(seed), forMs + 4 * MINUTE, (cluster) => cluster.stopAll(forMs));
}

/** `begin`: what happens to it ten minutes from the start. */
function harm(random: Random, untilMs: number, begin: (cluster: Cluster) => void) {
  let now = T0;
  const facts = () => ({
    nodes: SIZE.nodes,
    cordoned: new Set<string>(),
    kubernetesMinor: 37,
    nodeOf: () => null,
    holderExists: () => true,
  });
  const tenure: Tenure = createTenure(T0, facts, NOTHING_LEFT);
  let begun = false;
  const cluster = createCluster(SIZE, random, T0, () => ({
    written: (record, at) => begun && tenure.written(record, at),
    deleted: () => undefined,
  }));
  const stopsAt = T0 + 10 * MINUTE;
  const told = new Map<string, number>();
  const toldOnce = new Set<string>();
  for (; now < stopsAt + untilMs; now += 500) {
    cluster.play(now);
    if (!begun && now >= T0 + MINUTE) {
      begun = true;
      tenure.start(cluster.records(), now);
    }
    if (!begun) continue;
    if (now === stopsAt) begin(cluster);
    tenure.proved(now);
    for (const alert of tenure.judge(now)) {
      if (!isTold(alert) || alert.finding.severity === 'info' || toldOnce.has(alert.id)) continue;
      toldOnce.add(alert.id);
      told.set(alert.fingerprint, now - stopsAt);
    }
  }
  return { told, all: tenure.alerts() };
}

describe('an API server that stalls (field guide §10)', () => {
  it.each([1, 2, 3, 4, 5])('is one alert, soon, and none after it (%i)', (seed) => {
    const { told, all } = stall(seed, 55_000);
    expect([...told.keys()]).toEqual(['slow-renewals:cluster']);
    // A fifth of the elections is past its duration's half, and heartbeats are missing.
    expect(told.get('slow-renewals:cluster')).toBeLessThanOrEqual(13_000);
    // What followed from it was found, and not told.
    expect(all.filter(({ finding }) => finding.rule === 'expired-but-held').length).toBeGreaterThan(0);
  });

  it('is none while it lasts no longer than a try', () => {
    expect([...stall(6, 3000).told.keys()]).toEqual([]);
  });
});

describe('an API server that is slow moves no clock (field guide §8)', () => {
  const ofClocks = (random: Random, slowMs: (sentAt: number) => number) =>
    harm(random, 35 * MINUTE, (cluster) => cluster.slowDown(slowMs))
      .all.filter(({ finding }) => finding.rule.startsWith('clock'))
      .map(({ fingerprint, finding }) => `${fingerprint} ${finding.summary}`);
  const from = T0 + 10 * MINUTE;

  it.each([1, 2])('when it stalls again and again for minutes (%i)', (seed) => {
    const random = createRandom(seed);
    const stalls = Array.from({ length: 20 }, (_, index) => {
      const at = from + (index * 30 + random.between(0, 8)) * 1000;
      return { at, to: at + random.between(2, 20) * 1000 };
    });
    const slowMs = (sentAt: number): number => {
      const to = stalls.find((one) => sentAt >= one.at && sentAt < one.to)?.to;
      return to === undefined ? 0 : to - sentAt + random.between(0, 250);
    };
    expect(ofClocks(random, slowMs)).toEqual([]);
  });
  it.each([3, 4])('when every request takes 1 to 5 s for 20 minutes (%i)', (seed) => {
    const random = createRandom(seed);
    const slowMs = (sentAt: number): number => (sentAt < from + 20 * MINUTE ? random.between(1000, 5000) : 0);
    expect(ofClocks(random, slowMs)).toEqual([]);
  });
});
