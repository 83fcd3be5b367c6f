/** Series of single Leases: of those that elect, and of a bounded number. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { COUNTED_CAUSES } from '../leases/lease-counts.ts';
import { type LeaseSample, MOST_LEASE_SERIES } from './lease-samples.ts';

const LABELS = ['namespace', 'lease', 'class'] as const;

type LeaseGauge = { name: string; help: string; value: (sample: LeaseSample) => number | null };

const seconds = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : ms / 1000;

/** What is not known has no series. */
const GAUGES: readonly LeaseGauge[] = [
  {
    name: 'tenure_lease_last_renewal_age_seconds',
    help: 'Time since the holder’s last renewal that was seen, on Tenure’s own clock.',
    value: ({ lastRenewalAgeMs }) => seconds(lastRenewalAgeMs),
  },
  {
    name: 'tenure_lease_duration_seconds',
    help: 'For how long a holder may be silent: the last duration that was not a release’s.',
    value: ({ durationMs }) => seconds(durationMs),
  },
  {
    name: 'tenure_lease_vacant_seconds',
    help: 'For how long nobody has stood in the Lease; absent while somebody does.',
    value: ({ vacantMs }) => seconds(vacantMs),
  },
  {
    name: 'tenure_lease_headroom_seconds',
    help: 'The duration minus the longest gap between two renewals of the last 24 h; absent below five gaps.',
    value: ({ headroomMs }) => seconds(headroomMs),
  },
  {
    name: 'tenure_lease_clock_offset_lower_seconds',
    help: 'The holder’s clock is ahead of the API server’s by at least so much; negative: it may be behind.',
    value: ({ clock }) => seconds(clock?.lower),
  },
  {
    name: 'tenure_lease_clock_offset_upper_seconds',
    help: 'The holder’s clock is ahead of the API server’s by at most so much. Lower above upper: a clock stepped.',
    value: ({ clock }) => seconds(clock?.upper),
  },
];

export type LeaseMetrics = {
  /** The names, in the order in which they are to be written: each by itself, that none takes long. */
  readonly names: readonly string[];
  /** What is written from now on. */
  take(samples: readonly LeaseSample[], left: number): void;
};

export function addLeaseMetrics(registry: Registry): LeaseMetrics {
  const registers = [registry];
  let samples: readonly LeaseSample[] = [];
  let left = 0;
  new Gauge({
    name: 'tenure_lease_series_left_out',
    help: `Leases that elect and have no series of their own: only ${MOST_LEASE_SERIES} have, those in trouble first, then by class and name.`,
    registers,
    collect() {
      this.set(left);
    },
  });
  new Gauge({
    name: 'tenure_lease_state',
    help: '1 for the state the Lease is in: held, late, expired, vacant or unknown.',
    labelNames: [...LABELS, 'state'],
    registers,
    collect() {
      this.reset();
      for (const { labels, state } of samples) this.set({ ...labels, state }, 1);
    },
  });
  new Gauge({
    name: 'tenure_lease_held_since_timestamp_seconds',
    help: 'When the tenure of the present holder began; not certain where it is the holder’s claim.',
    labelNames: [...LABELS, 'certain'],
    registers,
    collect() {
      this.reset();
      for (const { labels, heldSince, heldSinceCertain } of samples)
        if (heldSince !== null) this.set({ ...labels, certain: String(heldSinceCertain) }, heldSince / 1000);
    },
  });
  for (const { name, help, value } of GAUGES)
    new Gauge({
      name,
      help,
      labelNames: LABELS,
      registers,
      collect() {
        this.reset();
        for (const sample of samples) {
          const known = value(sample);
          if (known !== null) this.set(sample.labels, known);
        }
      },
    });
  new Counter({
    name: 'tenure_lease_handovers_total',
    help: 'Handovers of the Lease since Tenure began, by cause.',
    labelNames: [...LABELS, 'cause'],
    registers,
    collect() {
      this.reset();
      for (const { labels, count } of samples)
        for (const cause of COUNTED_CAUSES) this.inc({ ...labels, cause }, count.handovers[cause]);
    },
  });
  new Counter({
    name: 'tenure_lease_leaderless_seconds_total',
    help: 'Time since Tenure began in which nobody validly held the Lease: released, deleted or expired.',
    labelNames: LABELS,
    registers,
    collect() {
      this.reset();
      for (const { labels, count } of samples) this.inc(labels, count.leaderlessMs / 1000);
    },
  });
  return {
    names: registry.getMetricsAsArray().map(({ name }) => name),
    take(next, out) {
      samples = next;
      left = out;
    },
  };
}
