import { describe, expect, test } from 'vitest';
import { about, everywhere, finding, firing, T0 } from '../../alert/builders.ts';
import { metricsWorld } from './metrics-world.ts';

const SINCE = 'tenure_alert_since_timestamp_seconds{';

describe('metrics of alerts', () => {
  test('say what fires, and what judging takes', async () => {
    const { samples } = metricsWorld();
    expect(await samples('tenure_alerts_')).toEqual([
      'tenure_alerts_firing{severity="critical"} 1',
      'tenure_alerts_firing{severity="warning"} 2',
      'tenure_alerts_firing{severity="info"} 0',
      'tenure_alerts_left_out 3',
    ]);
    expect(await samples('tenure_judging_')).toEqual([
      'tenure_judging_rounds_total 10',
      'tenure_judging_failures_total 1',
      'tenure_judging_lease_failures_total 3',
      'tenure_judging_seconds_total 0.025',
      'tenure_judging_max_seconds 0.005',
    ]);
  });

  test('count alerts by rule, apart from what nobody is told', async () => {
    const { samples } = metricsWorld({
      alerts: [
        firing(everywhere('slow-renewals')),
        firing(about('a', 'vacant'), { rootId: 'x' }),
        firing(about('b', 'vacant'), { rootId: 'x' }),
        firing(about('c', 'flapping', { severity: 'warning' }), { silencedBy: 's' }),
        firing(about('d', 'flapping', { severity: 'warning' }), { state: 'pending', firedAt: null }),
        firing(about('e', 'flapping'), { state: 'resolved', resolvedAt: T0 }),
      ],
    });
    const all = await samples('tenure_alerts{');
    expect(all.filter((line) => !line.endsWith(' 0')).sort()).toEqual([
      'tenure_alerts{rule="flapping",severity="warning",state="pending"} 1',
      'tenure_alerts{rule="flapping",severity="warning",state="silenced"} 1',
      'tenure_alerts{rule="slow-renewals",severity="critical",state="firing"} 1',
      'tenure_alerts{rule="vacant",severity="critical",state="consequence"} 2',
    ]);
    expect(all).toContain('tenure_alerts{rule="vacant",severity="critical",state="firing"} 0');
    expect(await samples(SINCE)).toEqual([`${SINCE}rule="slow-renewals",severity="critical"} ${T0 / 1000}`]);
  });

  test('name what each alert is about, and of several about the same the oldest', async () => {
    const { samples } = metricsWorld({
      alerts: [
        firing(about('a', 'early-takeover', { key: '1', since: T0 + 2000 })),
        firing(about('a', 'early-takeover', { key: '2', since: T0 + 1000 })),
        firing(finding({ rule: 'clock-skew', subject: { node: 'w-1' } })),
      ],
    });
    expect((await samples(SINCE)).sort()).toEqual([
      `${SINCE}rule="clock-skew",severity="critical",node="w-1"} ${T0 / 1000}`,
      `${SINCE}rule="early-takeover",severity="critical",namespace="apps",lease="a"} ${T0 / 1000 + 1}`,
    ]);
  });

  test('have a bounded number of series, the worst first, and say how many are left out', async () => {
    const alerts = Array.from({ length: 350 }, (_, i) =>
      firing(about(`l-${i}`, 'vacant', { severity: i < 50 ? 'info' : i < 100 ? 'critical' : 'warning' })),
    );
    const { samples } = metricsWorld({ alerts });
    const told = await samples(SINCE);
    expect(told).toHaveLength(200);
    expect(told.filter((line) => line.includes('"critical"'))).toHaveLength(50);
    expect(told.filter((line) => line.includes('"info"'))).toHaveLength(0);
    expect(await samples('tenure_alert_series_left_out ')).toEqual(['tenure_alert_series_left_out 150']);
  });
});
