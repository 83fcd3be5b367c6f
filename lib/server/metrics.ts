/** `GET /metrics`: the process, the feed and counts; no series per Lease, there may be 65,000. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { SEVERITIES } from '../detect/finding.ts';
import { FEED_STATES, type Feed } from '../lease/feed.ts';
import type { HandoverCause } from '../lease/handover.ts';
import { elects, LEASE_CLASSES } from '../lease/record.ts';
import { LEASE_STATES } from '../lease/state.ts';
import type { AlertCounts } from '../view/alert.ts';
import type { Totals } from '../view/lease-row.ts';
import { HISTORY_STATES, type HistoryStatus } from '../view/status.ts';
import { VERSION } from './version.ts';

export type MetricsSource = {
  feed(): Feed;
  totals(): Totals;
  viewers(): number;
  renewalBytes(): number;
  history(): HistoryStatus;
  /** Since it was last asked. */
  longestHandMs(): number;
  alerts(): AlertCounts;
  /** Alerts that were found last time and not kept, being too many. */
  alertsLeft(): number;
  /** Since the start, ms. */
  judging(): { rounds: number; totalMs: number };
  /** Since it was last asked. */
  longestJudgingMs(): number;
};

export type Metrics = {
  readonly contentType: string;
  text(): Promise<string>;
  event(kind: 'renewal' | 'change' | 'removal'): void;
  handover(cause: HandoverCause): void;
  streamClosed(reason: string): void;
};

export function createMetrics(source: MetricsSource): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'tenure_build_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version: VERSION }, 1);
  new Gauge({
    name: 'tenure_feed_state',
    help: '1 for the state the feed is in.',
    labelNames: ['state'],
    registers,
    collect() {
      const { state } = source.feed();
      for (const known of FEED_STATES) this.set({ state: known }, known === state ? 1 : 0);
    },
  });
  new Gauge({
    name: 'tenure_history_state',
    help: '1 for the state the history is in.',
    labelNames: ['state'],
    registers,
    collect() {
      const { state } = source.history();
      for (const known of HISTORY_STATES) this.set({ state: known }, known === state ? 1 : 0);
    },
  });
  new Gauge({
    name: 'tenure_history_waiting_events',
    help: 'Events that wait to be written.',
    registers,
    collect() {
      this.set(source.history().waiting);
    },
  });
  new Gauge({
    name: 'tenure_history_lost_events',
    help: 'Events that were given up since start; their time is a blind spot.',
    registers,
    collect() {
      this.set(source.history().lost);
    },
  });
  new Gauge({
    name: 'tenure_history_hand_over_max_seconds',
    help: 'Longest that handing a batch to the store held up the event loop, since the last look.',
    registers,
    collect() {
      this.set(source.longestHandMs() / 1000);
    },
  });
  new Gauge({
    name: 'tenure_feed_last_event_timestamp_seconds',
    help: 'When the API server last said anything on the watch; absent before it did.',
    registers,
    collect() {
      const { lastEventAt } = source.feed();
      if (lastEventAt === null) this.remove();
      else this.set(lastEventAt / 1000);
    },
  });
  new Gauge({
    name: 'tenure_feed_blind_spots',
    help: 'Stretches of the last 24 h that were not watched.',
    registers,
    collect() {
      this.set(source.feed().blindSpots.length);
    },
  });
  new Counter({
    name: 'tenure_feed_reconnects_total',
    help: 'Watches that ended and were asked for again.',
    registers,
    collect() {
      this.reset();
      this.inc(source.feed().reconnects);
    },
  });
  new Gauge({
    name: 'tenure_leases',
    help: 'Leases by class.',
    labelNames: ['class'],
    registers,
    collect() {
      const { classes } = source.totals();
      for (const known of LEASE_CLASSES) this.set({ class: known }, classes[known]);
    },
  });
  new Gauge({
    name: 'tenure_leases_by_state',
    help: 'Leases by state: those that elect, and heartbeats.',
    labelNames: ['kind', 'state'],
    registers,
    collect() {
      const totals = source.totals();
      for (const state of LEASE_STATES) {
        this.set({ kind: 'election', state }, totals.elects[state]);
        this.set({ kind: 'heartbeat', state }, totals.heartbeats[state]);
      }
    },
  });
  new Gauge({
    name: 'tenure_leases_held',
    help: 'Leases that are held, by class.',
    labelNames: ['class', 'elects'],
    registers,
    collect() {
      const { heldByClass } = source.totals();
      for (const known of LEASE_CLASSES)
        this.set({ class: known, elects: String(elects(known)) }, heldByClass[known]);
    },
  });
  new Gauge({
    name: 'tenure_stream_viewers',
    help: 'Open streams.',
    registers,
    collect() {
      this.set(source.viewers());
    },
  });
  new Gauge({
    name: 'tenure_renewal_memory_bytes',
    help: 'Memory of the last hour of renewals.',
    registers,
    collect() {
      this.set(source.renewalBytes());
    },
  });
  new Gauge({
    name: 'tenure_alerts_firing',
    help: 'Alerts that fire, by severity; consequences and what is silenced left out.',
    labelNames: ['severity'],
    registers,
    collect() {
      const counts = source.alerts();
      for (const severity of SEVERITIES) this.set({ severity }, counts[severity]);
    },
  });
  new Gauge({
    name: 'tenure_alerts_left_out',
    help: 'Findings that became no alerts since there were too many at once.',
    registers,
    collect() {
      this.set(source.alertsLeft());
    },
  });
  new Counter({
    name: 'tenure_judging_rounds_total',
    help: 'How often everything that is watched was judged.',
    registers,
    collect() {
      this.reset();
      this.inc(source.judging().rounds);
    },
  });
  new Counter({
    name: 'tenure_judging_seconds_total',
    help: 'How long judging took.',
    registers,
    collect() {
      this.reset();
      this.inc(source.judging().totalMs / 1000);
    },
  });
  new Gauge({
    name: 'tenure_judging_max_seconds',
    help: 'The longest that judging once took, since the last look.',
    registers,
    collect() {
      this.set(source.longestJudgingMs() / 1000);
    },
  });
  // Renewals are many: they are counted in plain numbers and named when somebody asks.
  const counts = { renewal: 0, change: 0, removal: 0 };
  new Counter({
    name: 'tenure_lease_events_total',
    help: 'What the watch brought that says something new: renewals, other changes, removals.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const [kind, count] of Object.entries(counts)) this.inc({ kind }, count);
    },
  });
  const handovers = new Counter({
    name: 'tenure_handovers_total',
    help: 'Handovers recorded, by cause; a release counts when it is taken over.',
    labelNames: ['cause'],
    registers,
  });
  const streamsClosed = new Counter({
    name: 'tenure_streams_closed_total',
    help: 'Streams that ended: gone, stalled or shutdown.',
    labelNames: ['reason'],
    registers,
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    event(kind) {
      counts[kind] += 1;
    },
    handover: (cause) => handovers.inc({ cause }),
    streamClosed: (reason) => streamsClosed.inc({ reason }),
  };
}
