/** A /metrics over what a test says there is. */
import type { Alert } from '../../../lib/alert/alert.ts';
import type { Feed } from '../../../lib/lease/feed.ts';
import { sumTallies } from '../../../lib/lease/tally.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { sumFeeds, unconfiguredFeed } from '../../../lib/server/feed-sum.ts';
import { createMetrics } from '../../../lib/server/metrics/metrics.ts';
import type { NotifySource } from '../../../lib/server/metrics/metrics-notify.ts';
import { LIVE } from '../leases/lease-builders.ts';
import { noHistory } from '../no-history.ts';

export const NOW = 1_800_000_000_000;

/** `turn`: what is waited for between two pieces. */
export function metricsWorld({
  leases = [] as TrackedLease[],
  alerts = [] as Alert[],
  startedAt = 0,
  turn = async (): Promise<void> => undefined,
} = {}) {
  let feed: Feed = sumFeeds([unconfiguredFeed(null, 1, null)]);
  let viewers = 0;
  let now = NOW;
  let live = true;
  let turns = 0;
  let notifications: ReturnType<NotifySource['notifications']> = [];
  const metrics = createMetrics({
    feed: () => feed,
    totals: () => ({ ...sumTallies([]), leases: 7 }),
    viewers: () => viewers,
    renewalBytes: () => 4320,
    history: () => noHistory().status(),
    longestHandMs: () => 4,
    alerts: () => ({ critical: 1, warning: 2, info: 0 }),
    allAlerts: () => alerts,
    alertsLeft: () => 3,
    judging: () => ({ rounds: 10, failures: 1, leaseFaults: 3, totalMs: 25 }),
    longestJudgingMs: () => 5,
    notifications: () => notifications,
    isSender: () => true,
    elections: () => leases,
    judgingOf: () => ({ ...LIVE, health: { ...LIVE.health, live } }),
    startedAt,
    now: () => now,
    turn() {
      turns += 1;
      return turn();
    },
  });
  return {
    metrics,
    /** Lines that begin so. */
    samples: async (name: string) =>
      (await metrics.text()).split('\n').filter((line) => line.startsWith(name)),
    become(over: Partial<Feed>) {
      feed = { ...feed, ...over };
    },
    watchedBy(count: number) {
      viewers = count;
    },
    pass(ms: number) {
      now += ms;
    },
    feedIs(isLive: boolean) {
      live = isLive;
    },
    turns: () => turns,
    tells(...next: typeof notifications) {
      notifications = next;
    },
  };
}
