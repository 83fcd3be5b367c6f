import { describe, expect, it } from 'vitest';
import { abandoned } from '../../lib/detect/abandoned.ts';
import { feed } from '../lease/builders.ts';
import { clusterSight, heartbeat, type LeaseOver, NOW, type SightOver, tracked } from './cluster-builders.ts';

const HOUR = 3_600_000;
const gone: SightOver = { holderExists: () => false };

describe('abandoned (field guide §10)', () => {
  it.each<[string, LeaseOver, SightOver, boolean]>([
    ['silent for more than an hour, its holder gone', { ageMs: HOUR + 1 }, gone, true],
    ['for an hour', { ageMs: HOUR }, gone, false],
    ['ten times a long duration', { durationSeconds: 600, ageMs: 6_000_000 }, gone, false],
    ['… and more', { durationSeconds: 600, ageMs: 6_000_001 }, gone, true],
    ['its holder is there', { ageMs: 2 * HOUR }, { holderExists: () => true }, false],
    ['not known whether it is', { ageMs: 2 * HOUR }, { holderExists: () => null }, false],
    ['nobody holds it', { ageMs: 2 * HOUR, holder: null }, gone, false],
    ['an API server’s identity', { ageMs: 2 * HOUR, class: 'apiserver' }, gone, false],
    ['the control plane, whose Pods may be hidden', { ageMs: 2 * HOUR, class: 'control-plane' }, gone, false],
    ['without a duration', { ageMs: 2 * HOUR, durationSeconds: null }, gone, true],
    ['a component’s heartbeat', { ageMs: 2 * HOUR, class: 'component-heartbeat' }, gone, true],
    ['the feed is not live', { ageMs: 2 * HOUR }, { ...gone, feeds: [feed({ state: 'stale' })] }, false],
  ])('%s', (_, lease, over, found) => {
    expect(abandoned(tracked(lease), clusterSight(over)) !== null).toBe(found);
  });

  it('is a report and no alarm, also of a node', () => {
    const found = abandoned(heartbeat('n1', 2 * HOUR), clusterSight(gone));
    expect(found).toMatchObject({ severity: 'info', certainty: 'likely', since: NOW - HOUR });
    expect(found?.title).toContain('node n1');
  });
});
