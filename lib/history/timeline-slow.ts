/** Stretches in which many Leases renewed late at once: a slow API server rather than a slow holder. Epoch ms. */
import type { Kysely } from 'kysely';
import type { SlowStretch } from '../view/timeline.ts';
import type { Database } from './schema.ts';

const MINUTE_MS = 60_000;
/** Fewer than this many late at once, or a smaller share of those that renewed, are their own trouble. */
const LEAST_LATE = 3;
const LEAST_SHARE = 0.2;

/** Oldest first; those that are less than `joinMs` apart are one. */
export async function slowStretches(
  db: Kysely<Database>,
  clusterId: number,
  range: { from: number; to: number },
  joinMs: number,
): Promise<SlowStretch[]> {
  const minutes = await db
    .selectFrom('slow_minute')
    .select(['minute', 'late', 'of'])
    .where('cluster_id', '=', clusterId)
    .where('minute', '>=', Math.floor(range.from / MINUTE_MS))
    .where('minute', '<=', Math.floor(range.to / MINUTE_MS))
    .where('late', '>=', LEAST_LATE)
    .orderBy('minute')
    .execute();
  const stretches: SlowStretch[] = [];
  for (const { minute, late, of } of minutes) {
    if (late < LEAST_SHARE * of) continue;
    const from = Math.max(range.from, minute * MINUTE_MS);
    const to = Math.min(range.to, (minute + 1) * MINUTE_MS);
    const last = stretches.at(-1);
    if (last === undefined || from - last.to >= Math.max(1, joinMs)) {
      stretches.push({ from, to, late, of });
      continue;
    }
    last.to = to;
    if (late > last.late) Object.assign(last, { late, of });
  }
  return stretches;
}
