/** Which durations a Lease had over a range: from what changed, and what it has now. Epoch ms, ms. */
import type { Kysely } from 'kysely';
import type { LeaseInsight } from '../view/insight.ts';
import type { Database } from './schema.ts';

export type Durations = LeaseInsight['durations'];

/** Oldest first; the first entry is what it had at `from`. Without any where none was ever known. */
export async function readDurations(
  db: Kysely<Database>,
  lease: { id: number; duration_ms: number | null },
  range: { from: number; to: number },
): Promise<Durations> {
  const changes = await db
    .selectFrom('duration_change')
    .select(['at', 'before_ms', 'after_ms'])
    .where('lease_id', '=', lease.id)
    .orderBy('at')
    .execute();
  const before = changes.findLast(({ at }) => at <= range.from);
  const inside = changes.filter(({ at }) => at > range.from && at <= range.to);
  const after = changes.find(({ at }) => at > range.from);
  const first = before?.after_ms ?? after?.before_ms ?? lease.duration_ms;
  return [
    { at: range.from, durationMs: first },
    ...inside.map(({ at, after_ms }) => ({ at, durationMs: after_ms })),
  ].filter((one): one is Durations[number] => one.durationMs !== null);
}

/** What it had at a time; null before the first one. To be asked of times in order: a month has 43,200 minutes. */
export function durationsInTurn(durations: Durations): (at: number) => number | null {
  let next = 0;
  let durationMs: number | null = null;
  return (at) => {
    for (let one = durations[next]; one !== undefined && one.at <= at; one = durations[next]) {
      durationMs = one.durationMs;
      next += 1;
    }
    return durationMs;
  };
}
