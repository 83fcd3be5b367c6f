import { describe, expect, test } from 'vitest';
import { VERSION } from '../../../lib/server/version.ts';
import { handover } from '../../view/lease-builders.ts';
import { tracked } from '../leases/lease-builders.ts';
import { metricsWorld } from './metrics-world.ts';

describe('metrics', () => {
  test('are Prometheus text of the version, the process and Tenure', async () => {
    const { metrics, samples } = metricsWorld();
    expect(metrics.contentType).toMatch(/^text\/plain; version=/);
    expect(await samples('tenure_build_info{')).toEqual([`tenure_build_info{version="${VERSION}"} 1`]);
    expect(await samples('tenure_renewal_memory_bytes ')).toEqual(['tenure_renewal_memory_bytes 4320']);
    expect(await samples('tenure_history_hand_over_max_seconds ')).toEqual([
      'tenure_history_hand_over_max_seconds 0.004',
    ]);
    // Alerts and what was told of them are given up too, and leave none.
    expect(await metrics.text()).toContain(
      'given up since start; the time of handovers and renewals among them',
    );
    expect(await samples('process_resident_memory_bytes ')).toHaveLength(1);
    expect(await metrics.text()).toMatch(/[^\n]\n$/);
  });

  test('name the one state the feed is in', async () => {
    const { samples, become } = metricsWorld();
    const state = async () => (await samples('tenure_feed_state{')).filter((line) => line.endsWith(' 1'));
    expect(await state()).toEqual(['tenure_feed_state{state="unconfigured"} 1']);
    become({ state: 'live', reconnects: 3, lastEventAt: 5000, provenAt: 6000 });
    expect(await state()).toEqual(['tenure_feed_state{state="live"} 1']);
    expect(await samples('tenure_feed_reconnects_total ')).toEqual(['tenure_feed_reconnects_total 3']);
    expect(await samples('tenure_feed_last_event')).toEqual(['tenure_feed_last_event_timestamp_seconds 5']);
    expect(await samples('tenure_feed_proven')).toEqual(['tenure_feed_proven_timestamp_seconds 6']);
  });

  test('say nothing of an event before there was one', async () => {
    expect(await metricsWorld().samples('tenure_feed_last_event')).toEqual([]);
    expect(await metricsWorld().samples('tenure_feed_proven')).toEqual([]);
  });

  test('count what happened, however often they are asked for', async () => {
    const { metrics, samples, watchedBy } = metricsWorld();
    metrics.renewed(tracked());
    metrics.renewed(tracked());
    metrics.removed();
    metrics.handover(handover({ cause: 'expiry' }));
    metrics.streamClosed('stalled');
    watchedBy(2);
    for (let scrape = 0; scrape < 2; scrape++) {
      expect(await samples('tenure_lease_events_total{')).toEqual([
        'tenure_lease_events_total{kind="renewal"} 2',
        'tenure_lease_events_total{kind="change"} 0',
        'tenure_lease_events_total{kind="removal"} 1',
      ]);
    }
    expect(await samples('tenure_handovers_total{')).toEqual([
      'tenure_handovers_total{cause="unseen"} 0',
      'tenure_handovers_total{cause="recreated"} 0',
      'tenure_handovers_total{cause="release"} 0',
      'tenure_handovers_total{cause="early"} 0',
      'tenure_handovers_total{cause="expiry"} 1',
      'tenure_handovers_total{cause="first"} 0',
    ]);
    expect(await samples('tenure_streams_closed_total{')).toEqual([
      'tenure_streams_closed_total{reason="stalled"} 1',
    ]);
    expect(await samples('tenure_stream_viewers ')).toEqual(['tenure_stream_viewers 2']);
  });
});
