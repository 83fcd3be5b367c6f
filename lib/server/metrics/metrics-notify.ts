/** Who is told of alerts, how often that succeeds, and how much waits. No address: it may hold a secret. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { NotifyStatus } from '../../view/status.ts';

/** `sent`, `failed`: requests since the start. */
export type NotifySource = {
  isSender(): boolean;
  notifications(): readonly (Pick<NotifyStatus, 'receiver' | 'waiting'> & { sent: number; failed: number })[];
};

export function addNotifyMetrics(registry: Registry, source: NotifySource): void {
  const registers = [registry];
  new Counter({
    name: 'tenure_notifications_total',
    help: 'Messages to receivers that are configured: sent, or failed and to be tried again. One holds all that is due.',
    labelNames: ['receiver', 'outcome'],
    registers,
    collect() {
      this.reset();
      for (const { receiver, sent, failed } of source.notifications()) {
        this.inc({ receiver, outcome: 'sent' }, sent);
        this.inc({ receiver, outcome: 'failed' }, failed);
      }
    },
  });
  new Gauge({
    name: 'tenure_sender',
    help: 'Whether this replica is the one that tells receivers: 1 of exactly one with PostgreSQL, else always 1.',
    registers,
    collect() {
      this.set(source.isSender() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'tenure_notifications_waiting',
    help: 'Alerts of which a receiver was not told yet what is due.',
    labelNames: ['receiver'],
    registers,
    collect() {
      this.reset();
      for (const { receiver, waiting } of source.notifications()) this.inc({ receiver }, waiting);
    },
  });
}
