import { type Kysely, sql } from 'kysely';
import type { Database } from '../../lib/history/schema.ts';

/** The totals of a cluster by minute, from its handovers as they stand. */
export async function recountMinutes(db: Kysely<Database>, clusterId: number): Promise<void> {
  await db.deleteFrom('handover_minute').where('cluster_id', '=', clusterId).execute();
  await sql`insert into handover_minute (cluster_id, minute, weight)
    select cluster_id, at / 60000,
      sum(case when cause = 'unseen' and transitions_delta > 1 then transitions_delta else 1 end)
    from handover where cluster_id = ${clusterId} and to_id is not null group by cluster_id, at / 60000`.execute(
    db,
  );
}
