/** Alerts, silences and deliveries as they were told last. */
import { type Kysely, sql } from 'kysely';
import type { Alert } from '../alert/alert.ts';
import type { Delivery } from '../alert/delivery.ts';
import type { Silence } from '../alert/silence.ts';
import { alertOf, deliveryOf, silenceOf } from './alert-row.ts';
import type { Among } from './history.ts';
import type { Database } from './schema.ts';
import { exact, inSteps, lastOfEach, whole } from './stored.ts';

/** A script may make and end one a second. */
const MOST_SILENCES = 1000;

type Page = { limit: number; after: { resolvedAt: number; id: string } | null };
type Range = Among & { from: number; to: number };

export async function readAlerts(
  db: Kysely<Database>,
  clusterId: number,
  range: Range,
  page: Page,
): Promise<Alert[]> {
  const rows = await alertsAsked(db, clusterId, range, page).execute();
  return rows.map(alertOf);
}

/**
 * `after`: the last of the page before. Of some namespaces no index but that of theirs may be used: in the order of time
 * it would be looked through all that others have.
 */
export function alertsAsked(
  db: Kysely<Database>,
  clusterId: number,
  { from, to, among = null }: Range,
  { limit, after }: Page,
) {
  const resolvedAt = among === null ? sql<number>`resolved_at` : sql<number>`+resolved_at`;
  let asked = shown(db, clusterId).where('since', '<=', whole(to)).where(resolvedAt, '>=', whole(from));
  if (among !== null) asked = asked.where('namespace', 'in', ['', ...among.map(exact)]);
  if (after !== null)
    asked = asked.where((eb) =>
      eb.or([
        eb(resolvedAt, '<', after.resolvedAt),
        eb.and([eb(resolvedAt, '=', after.resolvedAt), eb('id', '>', exact(after.id))]),
      ]),
    );
  return asked.orderBy(resolvedAt, 'desc').orderBy('id').limit(limit);
}

export async function readOpenAlerts(db: Kysely<Database>, clusterId: number): Promise<Alert[]> {
  const rows = await shown(db, clusterId).where('resolved_at', 'is', null).orderBy('began_at').execute();
  return rows.map(alertOf);
}

/** Also what is shown as another one: people may have been told of it by this id. */
export async function readAlertsById(
  db: Kysely<Database>,
  clusterId: number,
  ids: readonly string[],
): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const some of inSteps([...new Set(ids.map(exact))])) {
    const rows = await db
      .selectFrom('alert')
      .selectAll()
      .where('cluster_id', '=', clusterId)
      .where('id', 'in', some)
      .execute();
    found.push(...rows.map(alertOf));
  }
  return found;
}

function shown(db: Kysely<Database>, clusterId: number) {
  return db.selectFrom('alert').selectAll().where('cluster_id', '=', clusterId).where('same_as', 'is', null);
}

/** In force or not, those that end last first: what is in force is always among them. */
export async function readAlertSilences(
  db: Kysely<Database>,
  clusterId: number,
  since: number,
): Promise<Silence[]> {
  const rows = await db
    .selectFrom('alert_silence')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('until_at', '>', whole(since))
    .orderBy('until_at', 'desc')
    .orderBy('id')
    .limit(MOST_SILENCES)
    .execute();
  return rows.map(silenceOf);
}

export async function readDeliveries(db: Kysely<Database>, clusterId: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('delivery')
    .leftJoin('alert', (join) =>
      join.onRef('alert.cluster_id', '=', 'delivery.cluster_id').onRef('alert.id', '=', 'delivery.alert_id'),
    )
    .selectAll('delivery')
    .select('alert.same_as')
    .where('delivery.cluster_id', '=', clusterId)
    .orderBy('at')
    .execute();
  const told = rows.map(({ same_as, ...row }) => deliveryOf({ ...row, alert_id: same_as ?? row.alert_id }));
  return lastOfEach(told, ({ receiver, alertId }) => `${receiver} ${alertId}`);
}
