/**
 * Watched, but what renewals were seen then is not in the store: they are written by the minute, once that is over, and
 * a kill takes along those of the minute under way. Another replica writes its own a little later. Epoch ms.
 */
import type { Kysely } from 'kysely';
import { clipStretches, joinStretches, type Stretch, subtractStretches } from '../lease/stretches.ts';
import { drawnStretches } from './blind-spots.ts';
import type { WatchedStretch } from './history.ts';
import type { Database } from './schema.ts';
import { storable } from './stored.ts';

/** More than this no picture shows. */
const MOST = 1000;

/** `instance`: the run that asks, which remembers what it has not written. Inside the range, oldest first. */
export async function unwritten(
  db: Kysely<Database>,
  clusterId: number,
  namespace: string,
  { from, to, watching }: Stretch & { watching: readonly WatchedStretch[] },
  instance: string,
): Promise<Stretch[]> {
  const rows = await db
    .selectFrom('watched')
    .select(['instance', 'from_at', 'to_at', 'summed_to'])
    .where('cluster_id', '=', clusterId)
    .where('scope', 'in', ['', storable(namespace)])
    .where('to_at', '>=', from)
    .where('from_at', '<=', to)
    .execute();
  const watched = joinStretches(rows.map(({ from_at, to_at }) => ({ from: from_at, to: to_at })));
  const written = joinStretches([
    ...rows.map((row) => ({
      from: row.from_at,
      to: row.instance === instance ? row.to_at : Math.min(row.to_at, row.summed_to ?? row.to_at),
    })),
    ...watching.filter(({ scope }) => scope === null || scope === namespace),
  ]);
  const missing = clipStretches(subtractStretches(watched, written), { from, to });
  return drawnStretches(
    missing.map((stretch) => ({ ...stretch, scope: null })),
    (to - from) / MOST,
  ).map((stretch) => ({ from: stretch.from, to: stretch.to }));
}
