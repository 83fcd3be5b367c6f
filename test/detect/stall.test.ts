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

const FACTS = () => ({
  nodes: SIZE.nodes,
  cordoned: new Set<string>(),
  kubernetesMinor: 37,
  nodeOf: () => null,
  holderExists: () => true,
});

/** Watched from the first minute on; its writes come while `watch.delivers` is set. */
function begun(random: Random) {
  const tenure: Tenure = createTenure(T0, FACTS, NOTHING_LEFT);
  const watch = { delivers: false };
  const cluster = createCluster(SIZE, random, T0, () => ({
    written: (record, at) => watch.delivers && tenure.written(record, at),
    deleted: () => undefined,
  }));
  cluster.play(T0 + MINUTE);
  tenure.start(cluster.records(), T0 + MINUTE);
  return { tenure, cluster, watch };
}

/** `begin`: what happens to it ten minutes from the start. */
function harm(random: Random, untilMs: number, begin: (cluster: Cluster) => void) {
  let now = T0;
  const tenure: Tenure = createTenure(T0, FACTS, NOTHING_LEFT);
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

describe('a watch that dies without a word (field guide §10)', () => {
  /** The probe is answered by another version, which the watch does not bring within a second. */
  const PROBED_MS = 1000;
  const RELISTED_MS = 2000;

  it.each([1, 2, 3])('is no slow API server: it is probed before anything is said of it (%i)', (seed) => {
    const { tenure, cluster, watch } = begun(createRandom(seed));
    const diesAt = T0 + 10 * MINUTE;
    let probedAt: number | null = null;
    let backAt: number | null = null;
    for (let now = T0 + MINUTE; now < diesAt + 5 * MINUTE; now += 500) {
      const isDead = now >= diesAt && backAt === null;
      watch.delivers = !isDead;
      cluster.play(now);
      if (!isDead) tenure.proved(now);
      else if (probedAt === null) probedAt = tenure.sweep(now) ? now : null;
      else if (now === probedAt + PROBED_MS) tenure.lost(now);
      else if (now === probedAt + PROBED_MS + RELISTED_MS) {
        backAt = now;
        tenure.back(now, cluster.records());
      }
      tenure.judge(now);
    }
    // Half a duration after the last renewals that came, and not a whole one.
    expect((probedAt ?? Number.NaN) - diesAt).toBeLessThan(9000);
    expect(tenure.alerts().map(({ fingerprint }) => fingerprint)).not.toContain('slow-renewals:cluster');
    expect(tenure.alerts().filter(isTold)).toEqual([]);
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
