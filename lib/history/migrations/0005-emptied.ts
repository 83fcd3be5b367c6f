/**
 * Takeovers of what was empty by a moment, but since when is not known: a timeline asks for those few of each of its
 * lanes, and would look through all that changed hands for them.
 */
import { type Kysely, sql } from 'kysely';

export async function emptied<T>(db: Kysely<T>): Promise<void> {
  await sql`create index handover_emptied on handover (lease_id, at)
    where cause in ('release', 'deleted', 'recreated') and to_id is not null and vacant_ms is null`.execute(
    db,
  );
}
