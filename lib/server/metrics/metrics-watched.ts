/** How much there is: Leases, what the watch brings of them, who looks, and what is remembered. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { HANDOVER_CAUSES, type HandoverCause } from '../../lease/handover.ts';
import { elects, LEASE_CLASSES } from '../../lease/record.ts';
import { LEASE_STATES } from '../../lease/state.ts';
import type { Totals } from '../../view/lease-row.ts';
import { readGauge } from './read-metrics.ts';

export type WatchedSource = { totals(): Totals; viewers(): number; renewalBytes(): number };
export type WatchedCounters = {
  event(kind: 'renewal' | 'change' | 'removal'): void;
  handover(cause: HandoverCause): void;
  streamClosed(reason: string): void;
};

export function addWatchedMetrics(registry: Registry, source: WatchedSource): WatchedCounters {
  const registers = [registry];
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
  readGauge(registry, 'tenure_stream_viewers', 'Open streams.', source.viewers);
  readGauge(
    registry,
    'tenure_renewal_memory_bytes',
    'Memory of the last hour of renewals.',
    source.renewalBytes,
  );
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
  // From zero on, so that the first one is an increase.
  for (const cause of HANDOVER_CAUSES) if (cause !== 'deleted') handovers.inc({ cause }, 0);
  const streamsClosed = new Counter({
    name: 'tenure_streams_closed_total',
    help: 'Streams that ended: gone, stalled or shutdown.',
    labelNames: ['reason'],
    registers,
  });
  return {
    event(kind) {
      counts[kind] += 1;
    },
    handover: (cause) => handovers.inc({ cause }),
    streamClosed: (reason) => streamsClosed.inc({ reason }),
  };
}
