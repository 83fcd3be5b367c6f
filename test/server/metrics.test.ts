import { describe, expect, test } from 'vitest';
import { sumTallies } from '../../lib/lease/tally.ts';
import { sumFeeds, unconfiguredFeed } from '../../lib/server/feed-sum.ts';
import { createMetrics } from '../../lib/server/metrics.ts';
import { VERSION } from '../../lib/server/version.ts';
import { noHistory } from './no-history.ts';

function setUp() {
  let feed = sumFeeds([unconfiguredFeed(null, 1, null)]);
  let viewers = 0;
  const metrics = createMetrics({
    feed: () => feed,
    totals: () => ({ ...sumTallies([]), leases: 7 }),
    viewers: () => viewers,
    renewalBytes: () => 4320,
    history: () => noHistory().status(),
    longestHandMs: () => 4,
    alerts: () => ({ critical: 1, warning: 2, info: 0 }),
    alertsLeft: () => 3,
    judging: () => ({ rounds: 10, totalMs: 25 }),
    longestJudgingMs: () => 5,
  });
  const samples = async (name: string) =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith(name));
  return {
    metrics,
    samples,
    become(over: Partial<typeof feed>) {
      feed = { ...feed, ...over };
    },
    watchedBy(count: number) {
      viewers = count;
    },
  };
}

describe('metrics', () => {
  test('are Prometheus text of the version, the process and Tenure', async () => {
    const { metrics, samples } = setUp();
    expect(metrics.contentType).toMatch(/^text\/plain; version=/);
    expect(await samples('tenure_build_info{')).toEqual([`tenure_build_info{version="${VERSION}"} 1`]);
    expect(await samples('tenure_renewal_memory_bytes ')).toEqual(['tenure_renewal_memory_bytes 4320']);
    expect(await samples('tenure_history_hand_over_max_seconds ')).toEqual([
      'tenure_history_hand_over_max_seconds 0.004',
    ]);
    expect(await samples('process_resident_memory_bytes ')).toHaveLength(1);
  });

  test('say what fires, and what judging takes', async () => {
    const { samples } = setUp();
    expect(await samples('tenure_alerts_')).toEqual([
      'tenure_alerts_firing{severity="critical"} 1',
      'tenure_alerts_firing{severity="warning"} 2',
      'tenure_alerts_firing{severity="info"} 0',
      'tenure_alerts_left_out 3',
    ]);
    expect(await samples('tenure_judging_')).toEqual([
      'tenure_judging_rounds_total 10',
      'tenure_judging_seconds_total 0.025',
      'tenure_judging_max_seconds 0.005',
    ]);
  });

  test('name the one state the feed is in', async () => {
    const { samples, become } = setUp();
    const state = async () => (await samples('tenure_feed_state{')).filter((line) => line.endsWith(' 1'));
    expect(await state()).toEqual(['tenure_feed_state{state="unconfigured"} 1']);
    become({ state: 'live', reconnects: 3, lastEventAt: 5000 });
    expect(await state()).toEqual(['tenure_feed_state{state="live"} 1']);
    expect(await samples('tenure_feed_reconnects_total ')).toEqual(['tenure_feed_reconnects_total 3']);
    expect(await samples('tenure_feed_last_event')).toEqual(['tenure_feed_last_event_timestamp_seconds 5']);
  });

  test('say nothing of an event before there was one', async () => {
    expect(await setUp().samples('tenure_feed_last_event')).toEqual([]);
  });

  test('count what happened, however often they are asked for', async () => {
    const { metrics, samples, watchedBy } = setUp();
    metrics.event('renewal');
    metrics.event('renewal');
    metrics.event('removal');
    metrics.handover('expiry');
    metrics.streamClosed('stalled');
    watchedBy(2);
    for (let scrape = 0; scrape < 2; scrape++) {
      expect(await samples('tenure_lease_events_total{')).toEqual([
        'tenure_lease_events_total{kind="renewal"} 2',
        'tenure_lease_events_total{kind="change"} 0',
        'tenure_lease_events_total{kind="removal"} 1',
      ]);
    }
    expect(await samples('tenure_handovers_total{')).toEqual(['tenure_handovers_total{cause="expiry"} 1']);
    expect(await samples('tenure_streams_closed_total{')).toEqual([
      'tenure_streams_closed_total{reason="stalled"} 1',
    ]);
    expect(await samples('tenure_stream_viewers ')).toEqual(['tenure_stream_viewers 2']);
  });

  test('have as many series whatever Leases there are', async () => {
    const text = await setUp().metrics.text();
    const labels = new Set([...text.matchAll(/^tenure_\w+\{(\w+)=.*$/gm)].map((match) => match[1]));
    expect([...labels].toSorted()).toEqual(['class', 'kind', 'severity', 'state', 'version']);
  });
});
