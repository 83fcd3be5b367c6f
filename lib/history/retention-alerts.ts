/** Removes alerts that are long over with what was told of them, and silences that are; 500 rows of each a step. */
import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';
import { DAY_MS, whole } from './stored.ts';

const MOST_ROWS = 500;
/** After their end. */
const SILENCE_DAYS = 90;

/** What is open stays, however old it is, and so does since when there is a receiver. Answers how many rows went. */
export async function removeAlerts(
  tx: Transaction<Database>,
  clusterId: number,
  keptFrom: number,
  now: number,
): Promise<number> {
  const alerts = await sql`delete from alert where cluster_id = ${clusterId} and id in (
    select id from alert where cluster_id = ${clusterId} and resolved_at < ${whole(keptFrom)}
    limit ${MOST_ROWS})`.execute(tx);
  const deliveries =
    await sql`delete from delivery where cluster_id = ${clusterId} and (receiver, alert_id) in (
    select receiver, alert_id from delivery told
    where told.cluster_id = ${clusterId} and told.alert_id <> '' and told.at < ${whole(keptFrom)} and not exists (
      select 1 from alert where alert.cluster_id = ${clusterId} and alert.id = told.alert_id)
    limit ${MOST_ROWS})`.execute(tx);
  const silences = await sql`delete from alert_silence where cluster_id = ${clusterId} and id in (
    select id from alert_silence where cluster_id = ${clusterId} and until_at < ${whole(now - SILENCE_DAYS * DAY_MS)}
    limit ${MOST_ROWS})`.execute(tx);
  return [alerts, deliveries, silences].reduce(
    (sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0),
    0,
  );
}
