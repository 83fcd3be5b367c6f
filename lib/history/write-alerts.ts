/** Alerts, silences and deliveries as they are now: what is told later replaces what was told before. */
import { sql, type Transaction } from 'kysely';
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { Silence } from '../alert/silence.ts';
import { alertRow, deliveryRow, silenceRow } from './alert-row.ts';
import { twinsAmong } from './alert-twins.ts';
import type { Database } from './schema.ts';
import { inSteps, lastOfEach } from './stored.ts';

const ALERT_COLUMNS = [
  'fingerprint',
  'state',
  'since',
  'began_at',
  'seen_at',
  'severity_at',
  'missing_since',
  'fired_at',
  'resolved_at',
  'root_id',
  'silenced_by',
  'namespace',
  'finding',
] as const;

/** What is over does not begin again: another replica may not have noticed yet. What is the same trouble is found. */
export async function writeAlerts(
  tx: Transaction<Database>,
  clusterId: number,
  alerts: readonly Alert[],
): Promise<void> {
  const rows = alerts.map((alert) => alertRow(alert, clusterId));
  for (const some of inSteps(lastOfEach(rows, ({ id }) => id))) {
    await tx
      .insertInto('alert')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'id'])
          .doUpdateSet((eb) =>
            Object.fromEntries(ALERT_COLUMNS.map((name) => [name, eb.ref(`excluded.${name}`)])),
          )
          .where((eb) =>
            eb.or([eb('alert.resolved_at', 'is', null), eb('excluded.resolved_at', 'is not', null)]),
          ),
      )
      .execute();
    await joinTwins(tx, clusterId, some);
  }
}

/** Whether or not this replica knew of what others told. */
async function joinTwins(
  tx: Transaction<Database>,
  clusterId: number,
  told: readonly { fingerprint: string; began_at: number }[],
): Promise<void> {
  const rows = await tx
    .selectFrom('alert')
    .select(['id', 'fingerprint', 'began_at', 'seen_at', 'resolved_at', 'same_as'])
    .where('cluster_id', '=', clusterId)
    .where('fingerprint', 'in', [...new Set(told.map(({ fingerprint }) => fingerprint))])
    .where((eb) =>
      eb.or([
        eb('resolved_at', 'is', null),
        eb('resolved_at', '>=', Math.min(...told.map(({ began_at }) => began_at))),
      ]),
    )
    .execute();
  for (const same of Map.groupBy(rows, ({ fingerprint }) => fingerprint).values()) {
    for (const { id, same_as, resolved_at } of twinsAmong(same)) {
      await tx
        .updateTable('alert')
        .set({ same_as, resolved_at, ...(resolved_at === null ? {} : { state: 'resolved' }) })
        .where('cluster_id', '=', clusterId)
        .where('id', '=', id)
        .execute();
    }
  }
}

/** The earliest end holds: whoever told of a later one had not heard yet that it was ended. */
export async function writeAlertSilences(
  tx: Transaction<Database>,
  clusterId: number,
  silences: readonly Silence[],
): Promise<void> {
  const rows = silences
    .map((silence) => silenceRow(silence, clusterId))
    .sort((a, b) => b.until_at - a.until_at);
  for (const some of inSteps(lastOfEach(rows, ({ id }) => id))) {
    await tx
      .insertInto('alert_silence')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'id'])
          .doUpdateSet((eb) => ({ until_at: eb.ref('excluded.until_at') }))
          .where('alert_silence.until_at', '>', (eb) => eb.ref('excluded.until_at')),
      )
      .execute();
  }
}

/** Of what names no alert the first counts: since then there is this receiver. */
export async function writeDeliveries(
  tx: Transaction<Database>,
  clusterId: number,
  deliveries: readonly Delivery[],
): Promise<void> {
  const rows = deliveries
    .map((delivery) => deliveryRow(delivery, clusterId))
    .sort((a, b) => (a.alert_id === '' ? b.at - a.at : a.at - b.at));
  for (const some of inSteps(lastOfEach(rows, ({ receiver, alert_id }) => `${receiver} ${alert_id}`))) {
    await tx
      .insertInto('delivery')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'receiver', 'alert_id'])
          .doUpdateSet((eb) => ({
            told: eb.ref('excluded.told'),
            severity: eb.ref('excluded.severity'),
            at: eb.ref('excluded.at'),
          }))
          .where(
            sql<boolean>`case when delivery.alert_id = '' then excluded.at < delivery.at
              else excluded.at >= delivery.at end`,
          ),
      )
      .execute();
  }
}
