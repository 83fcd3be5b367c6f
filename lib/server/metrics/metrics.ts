/**
 * `GET /metrics`: the process, the feed, counts, what is wrong, and a bounded number of Leases one by one
 * (docs/prometheus.md). Made while somebody waits for it, in pieces between which everything else goes on.
 */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Judging } from '../../lease/book.ts';
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { createLeaseCounts } from '../leases/lease-counts.ts';
import { VERSION } from '../version.ts';
import { chooseLeases, inTrouble, type LeaseSample, leaseSample } from './lease-samples.ts';
import { type AlertSource, addAlertMetrics, worstTold } from './metrics-alerts.ts';
import { addFeedMetrics, type FeedSource } from './metrics-feed.ts';
import { addLeaseMetrics } from './metrics-leases.ts';
import { addNotifyMetrics, type NotifySource } from './metrics-notify.ts';
import { addWatchedMetrics, type WatchedCounters, type WatchedSource } from './metrics-watched.ts';

export type MetricsSource = FeedSource &
  WatchedSource &
  AlertSource &
  NotifySource & {
    elections(): Iterable<TrackedLease>;
    judgingOf(lease: TrackedLease): Judging;
    startedAt: number;
    now(): number;
    /** Resolves when everything else that waited has had its turn. */
    turn(): Promise<void>;
  };

export type Metrics = Pick<WatchedCounters, 'streamClosed'> & {
  readonly contentType: string;
  text(): Promise<string>;
  changed(): void;
  removed(): void;
  renewed(lease: TrackedLease): void;
  /** One that is complete; each once. */
  handover(handover: Handover): void;
};

/** Leases that are looked at in one turn. */
const LEASES_A_TURN = 100;
/** Counts of things there are now, which by their name would be counters. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export function createMetrics(source: MetricsSource): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  new Gauge({
    name: 'tenure_build_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
  addFeedMetrics(registry, source);
  addAlertMetrics(registry, source);
  addNotifyMetrics(registry, source);
  const watched = addWatchedMetrics(registry, source);
  const leaseRegistry = new Registry();
  const leases = addLeaseMetrics(leaseRegistry);
  const counts = createLeaseCounts(source.startedAt);

  async function sample(): Promise<{ samples: LeaseSample[]; left: number }> {
    await source.turn();
    const now = source.now();
    const { chosen, left } = chooseLeases(source.elections(), inTrouble(worstTold(source.allAlerts())));
    const samples: LeaseSample[] = [];
    for (const [index, lease] of chosen.entries()) {
      if (index % LEASES_A_TURN === 0) await source.turn();
      const judging = source.judgingOf(lease);
      samples.push(leaseSample(lease, judging, counts.of(lease, judging.health.live, now), now));
    }
    return { samples, left };
  }

  return {
    contentType: registry.contentType,
    async text() {
      const { samples, left } = await sample();
      await source.turn();
      const pieces = [(await registry.metrics()).trimEnd()];
      for (const name of leases.names) {
        await source.turn();
        // Another scrape may have taken its own meanwhile.
        leases.take(samples, left);
        pieces.push(await leaseRegistry.getSingleMetricAsString(name));
      }
      return `${pieces.join('\n\n')}\n`;
    },
    changed: () => watched.event('change'),
    removed: () => watched.event('removal'),
    renewed(lease) {
      watched.event('renewal');
      counts.renewed(lease);
    },
    handover(handover) {
      watched.handover(handover.cause);
      counts.handover(handover);
    },
    streamClosed: watched.streamClosed,
  };
}
