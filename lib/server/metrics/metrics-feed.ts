/** What Tenure sees, and what of it is kept. */
import type { Registry } from 'prom-client';
import { FEED_STATES, type Feed } from '../../lease/feed.ts';
import { HISTORY_STATES, type HistoryStatus } from '../../view/status.ts';
import { readCounter, readGauge, readState } from './read-metrics.ts';

export type FeedSource = {
  feed(): Feed;
  history(): HistoryStatus;
  /** Since it was last asked. */
  longestHandMs(): number;
};

export function addFeedMetrics(registry: Registry, { feed, history, longestHandMs }: FeedSource): void {
  readState(
    registry,
    'tenure_feed_state',
    '1 for the state the feed is in.',
    FEED_STATES,
    () => feed().state,
  );
  readGauge(
    registry,
    'tenure_feed_last_event_timestamp_seconds',
    'When the API server last said anything on the watch; absent before it did.',
    () => seconds(feed().lastEventAt),
  );
  readGauge(
    registry,
    'tenure_feed_proven_timestamp_seconds',
    'Everything that the API server had accepted by then has been seen; absent before the first list.',
    () => seconds(feed().provenAt),
  );
  readGauge(
    registry,
    'tenure_feed_blind_spots',
    'Stretches of the last 24 h that were not watched.',
    () => feed().blindSpots.length,
  );
  readCounter(
    registry,
    'tenure_feed_reconnects_total',
    'Watches that ended and were asked for again.',
    () => feed().reconnects,
  );
  readState(
    registry,
    'tenure_history_state',
    '1 for the state the history is in.',
    HISTORY_STATES,
    () => history().state,
  );
  readGauge(
    registry,
    'tenure_history_waiting_events',
    'Events that wait to be written.',
    () => history().waiting,
  );
  readGauge(
    registry,
    'tenure_history_lost_events',
    'Events that were given up since start; the time of handovers and renewals among them is a blind spot.',
    () => history().lost,
  );
  readGauge(
    registry,
    'tenure_history_hand_over_max_seconds',
    'Longest that handing a batch to the store held up the event loop, since the last look.',
    () => longestHandMs() / 1000,
  );
}

function seconds(at: number | null): number | null {
  return at === null ? null : at / 1000;
}
