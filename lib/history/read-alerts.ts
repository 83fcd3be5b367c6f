/** Alerts, silences and deliveries as they were told last. */
import type { Kysely } from 'kysely';
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { Silence } from '../alert/silence.ts';
import { alertOf, deliveryOf, silenceOf } from './alert-row.ts';
import type { Database } from './schema.ts';

export async function readAlerts(
  db: Kysely<Database>,
  clusterId: number,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<Alert[]> {
  const began = db
    .selectFrom('alert')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('since', '<=', to);
  const open = await began
    .where('resolved_at', 'is', null)
    .orderBy('began_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  if (open.length === limit) return open.map(alertOf);
  const over = await began
    .where('resolved_at', '>=', from)
    .orderBy('resolved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit - open.length)
    .execute();
  return [...open, ...over].map(alertOf);
}

export async function readOpenAlerts(db: Kysely<Database>, clusterId: number): Promise<Alert[]> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('resolved_at', 'is', null)
    .orderBy('began_at')
    .orderBy('id')
    .execute();
  return rows.map(alertOf);
}

export async function readAlertSilences(
  db: Kysely<Database>,
  clusterId: number,
  since: number,
): Promise<Silence[]> {
  const rows = await db
    .selectFrom('alert_silence')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('until_at', '>', since)
    .orderBy('from_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(silenceOf);
}

export async function readDeliveries(db: Kysely<Database>, clusterId: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('delivery')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .orderBy('at')
    .execute();
  return rows.map(deliveryOf);
}
