import { describe, expect, it } from 'vitest';
import { apiserverSilent } from '../../lib/detect/apiserver-silent.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, type LeaseOver, NOW, type SightOver, tracked } from './cluster-builders.ts';

const identity = (ageMs: number, over: LeaseOver = {}) =>
  tracked({ class: 'apiserver', durationSeconds: 3600, usualGapMs: 10_000, ageMs, ...over });

describe('apiserver-silent (field guide §5, §10)', () => {
  it.each<[string, number, SightOver, string | null]>([
    ['in time', 10_000, {}, null],
    ['at 60 s', 60_000, {}, null],
    ['past 60 s, not past its 3600', 60_001, {}, 'info'],
    ['at 5 min', 300_000, {}, 'info'],
    ['past 5 min', 300_001, {}, 'warning'],
    ['the feed is not live', 400_000, { feeds: [feed({ state: 'stale' })] }, null],
  ])('%s', (_, ageMs, over, severity) => {
    expect(apiserverSilent(identity(ageMs), clusterSight(over))?.severity ?? null).toBe(severity);
  });

  it('began at 60 s, and says what its silence means in this version', () => {
    const [now, before] = [35, 34].map((kubernetesMinor) =>
      apiserverSilent(identity(400_000), clusterSight({ kubernetesMinor })),
    );
    expect(now?.since).toBe(NOW - 340_000);
    expect(now?.summary).toContain('did not stop in good order');
    expect(before?.summary).toContain('leaves its Lease behind');
  });

  it.each<[string, number, number | null, number, string]>([
    ['another one came shortly after', 120_000, 34, 1000, 'info'],
    ['… or was there before', -600_000, 34, 1000, 'info'],
    ['long before: it is one of those that were there', -1_000_000, 34, 1000, 'warning'],
    ['it is silent itself', 120_000, 34, 500_000, 'warning'],
    ['from 1.35 on one that stops in good order leaves nothing', 120_000, 35, 1000, 'warning'],
  ])('%s, before 1.35 a control plane is replaced', (_, laterMs, kubernetesMinor, ageMs, severity) => {
    const silent = identity(400_000, { name: 'old' });
    const other = { ...identity(ageMs, { name: 'new' }), firstSeenAt: NOW - 400_000 + laterMs };
    const sight = clusterSight({ kubernetesMinor, heartbeats: [silent, other] });
    expect(apiserverSilent(silent, sight)?.severity).toBe(severity);
  });

  it('not by what was found with it when Tenure began', () => {
    const found = identity(1000, { name: 'other' });
    const sight = clusterSight({ kubernetesMinor: 34, heartbeats: [found] });
    const silent = { ...identity(400_000), firstSeenAt: found.firstSeenAt };
    expect(apiserverSilent(silent, sight)?.severity).toBe('warning');
  });

  it('is about identities only', () => {
    expect(apiserverSilent(identity(400_000, { class: 'component-heartbeat' }), clusterSight())).toBeNull();
  });
});
