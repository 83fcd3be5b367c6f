import { describe, expect, test } from 'vitest';
import { addOffsetSample } from '../../../lib/lease/offset.ts';
import { handover } from '../../view/lease-builders.ts';
import { tracked } from '../leases/lease-builders.ts';
import { metricsWorld, NOW } from './metrics-world.ts';

const SCHEDULER = 'namespace="kube-system",lease="kube-scheduler",class="control-plane"';

describe('metrics of single Leases', () => {
  test('say who long it is held, how fresh, how close to its end', async () => {
    const lease = tracked({}, NOW);
    const { samples, pass, metrics } = metricsWorld({ leases: [lease] });
    pass(1500);
    metrics.handover(handover({ cause: 'release', vacantMs: 2500 }));
    expect(await samples('tenure_lease_state{')).toEqual([`tenure_lease_state{${SCHEDULER},state="held"} 1`]);
    expect(await samples('tenure_lease_held_since')).toEqual([
      `tenure_lease_held_since_timestamp_seconds{${SCHEDULER},certain="false"} ${NOW / 1000}`,
    ]);
    expect(await samples('tenure_lease_last_renewal_age')).toEqual([
      `tenure_lease_last_renewal_age_seconds{${SCHEDULER}} 1.5`,
    ]);
    expect(await samples('tenure_lease_duration')).toEqual([
      `tenure_lease_duration_seconds{${SCHEDULER}} 15`,
    ]);
    expect(await samples('tenure_lease_handovers_total')).toEqual(
      [
        ['unseen', 0],
        ['recreated', 0],
        ['release', 1],
        ['early', 0],
        ['expiry', 0],
      ].map(([cause, count]) => `tenure_lease_handovers_total{${SCHEDULER},cause="${cause}"} ${count}`),
    );
    expect(await samples('tenure_lease_leaderless')).toEqual([
      `tenure_lease_leaderless_seconds_total{${SCHEDULER}} 2.5`,
    ]);
    expect(await samples('tenure_lease_series_left_out ')).toEqual(['tenure_lease_series_left_out 0']);
  });

  test('have no series for what is not known', async () => {
    const { samples } = metricsWorld({ leases: [tracked({ durationSeconds: null }, NOW)] });
    for (const name of ['vacant', 'headroom', 'clock_offset', 'duration'])
      expect(await samples(`tenure_lease_${name}`)).toEqual([]);
  });

  test('bound clocks from both sides', async () => {
    const lease = tracked({}, NOW);
    lease.stampMoves = true;
    lease.offsets = addOffsetSample(lease.offsets, NOW, -1400, 0);
    const { samples } = metricsWorld({ leases: [lease] });
    expect(await samples('tenure_lease_clock_offset')).toEqual([
      `tenure_lease_clock_offset_lower_seconds{${SCHEDULER}} -2.4`,
      `tenure_lease_clock_offset_upper_seconds{${SCHEDULER}} -1.35`,
    ]);
  });

  test('know no state while the feed is away', async () => {
    const { samples, feedIs } = metricsWorld({ leases: [tracked({}, NOW)] });
    feedIs(false);
    expect(await samples('tenure_lease_state{')).toEqual([
      `tenure_lease_state{${SCHEDULER},state="unknown"} 1`,
    ]);
    expect(await samples('tenure_lease_last_renewal_age')).toEqual([]);
  });

  test('forget what is gone', async () => {
    const leases = [tracked({}, NOW)];
    const { samples } = metricsWorld({ leases });
    expect(await samples('tenure_lease_duration')).toHaveLength(1);
    leases.pop();
    expect(await samples('tenure_lease_duration')).toEqual([]);
    expect(await samples('tenure_lease_handovers_total')).toEqual([]);
  });

  test('are none of heartbeats, and never more than 500 Leases, made in turns', async () => {
    const leases = Array.from({ length: 5000 }, (_, i) =>
      tracked({ namespace: `ns-${i % 50}`, name: `lock-${i}`, class: 'controller' }, NOW),
    );
    const nodes = Array.from({ length: 100 }, (_, i) =>
      tracked({ namespace: 'kube-node-lease', name: `node-${i}`, class: 'node-heartbeat' }, NOW),
    );
    const { metrics, samples, turns } = metricsWorld({ leases: [...leases, ...nodes] });
    expect(await samples('tenure_lease_state{')).toHaveLength(500);
    expect(await samples('tenure_lease_series_left_out ')).toEqual(['tenure_lease_series_left_out 4500']);
    const before = turns();
    const lines = (await metrics.text()).split('\n').filter((line) => /^tenure_lease_\w+\{/.test(line));
    // Each metric by itself, and the Leases 100 at a time.
    expect(turns() - before).toBeGreaterThan(15);
    expect(lines.some((line) => line.includes('node-'))).toBe(false);
    expect(lines.length).toBeLessThan(500 * 16);
  });

  test('bear any name', async () => {
    const name = 'a"b\\c\nd{e}=,"\t\u2028\u{1f980}';
    const { samples } = metricsWorld({ leases: [tracked({ name, namespace: '\n# TYPE x counter' }, NOW)] });
    expect(await samples('tenure_lease_duration')).toEqual([
      'tenure_lease_duration_seconds{namespace="\\n# TYPE x counter",lease="a\\"b\\\\c\\nd{e}=,\\"\t\u2028\u{1f980}",class="control-plane"} 15',
    ]);
    expect(await samples('# TYPE x')).toEqual([]);
  });
});
