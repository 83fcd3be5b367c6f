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

  it('is about identities only', () => {
    expect(apiserverSilent(identity(400_000, { class: 'component-heartbeat' }), clusterSight())).toBeNull();
  });
});
