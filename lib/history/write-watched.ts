/** What this run watched, without what it had to give up and what is no longer kept. */
import type { Kysely, Transaction } from 'kysely';
import type { WatchedStretch } from './history.ts';
import type { Database } from './schema.ts';
import type { LostStretch, WatchedUntil } from './store-calls.ts';
import { inSteps, lastOfEach, whole } from './stored.ts';

type Row = Database['watched'];

export async function writeWatched(
  tx: Transaction<Database>,
  clusterId: number,
  instance: string,
  watched: readonly WatchedStretch[],
  lost: readonly LostStretch[],
  keptFrom: number | null,
): Promise<void> {
  for (const gap of lost) await cutStored(tx, clusterId, instance, gap);
  const rows = watched
    .flatMap((stretch) => {
      const from = Math.max(whole(stretch.from), keptFrom ?? Number.NEGATIVE_INFINITY);
      return withoutLost({ from, to: whole(stretch.to) }, lost).map((piece) => ({
        cluster_id: clusterId,
        scope: stretch.scope ?? '',
        instance,
        from_at: piece.from,
        to_at: piece.to,
        summed_to: piece.from,
      }));
    })
    .sort((a, b) => a.to_at - b.to_at);
  await upsert(
    tx,
    lastOfEach(rows, ({ scope, from_at }) => `${scope}/${from_at}`),
  );
}

/** Renewals of a stretch may be written only once another one has begun. */
export async function writeSummed(
  tx: Transaction<Database>,
  clusterId: number,
  instance: string,
  summedTo: number | null,
): Promise<void> {
  if (summedTo === null) return;
  await tx
    .updateTable('watched')
    .set({ summed_to: whole(summedTo) })
    .where('cluster_id', '=', clusterId)
    .where('instance', '=', instance)
    .where('summed_to', '<', whole(summedTo))
    .where('summed_to', '<', (eb) => eb.ref('to_at'))
    .execute();
}

/** The pieces of a stretch that remain; `lost` in any order. Widened to whole ms: what is lost is not watched. */
export function withoutLost(
  stretch: { from: number; to: number },
  lost: readonly LostStretch[],
): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = [];
  let from = stretch.from;
  for (const gap of [...lost].sort((a, b) => a.from - b.from)) {
    const to = Math.floor(gap.from);
    if (Math.ceil(gap.to) <= from) continue;
    if (to >= stretch.to) break;
    if (to > from) pieces.push({ from, to });
    from = Math.ceil(gap.to);
  }
  if (from < stretch.to || (from === stretch.to && from === stretch.from))
    pieces.push({ from, to: stretch.to });
  return pieces;
}

/** It was said to be watched before it was known that what happened then could not be kept. */
async function cutStored(
  tx: Transaction<Database>,
  clusterId: number,
  instance: string,
  gap: LostStretch,
): Promise<void> {
  const from = Math.floor(gap.from);
  const to = Math.ceil(gap.to);
  const cut = await tx
    .selectFrom('watched')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('instance', '=', instance)
    .where('to_at', '>', from)
    .where('from_at', '<', to)
    .execute();
  for (const row of cut) {
    await tx
      .deleteFrom('watched')
      .where('cluster_id', '=', clusterId)
      .where('scope', '=', row.scope)
      .where('instance', '=', instance)
      .where('from_at', '=', row.from_at)
      .execute();
  }
  await upsert(
    tx,
    cut.flatMap((row) =>
      withoutLost({ from: row.from_at, to: row.to_at }, [gap]).map((piece) => ({
        ...row,
        from_at: piece.from,
        to_at: piece.to,
      })),
    ),
  );
}

/** What is no longer kept is not called watched; answers how many stretches were shortened or removed. */
export async function trimWatched(
  tx: Transaction<Database>,
  clusterId: number,
  keptFrom: number,
  most: number,
): Promise<number> {
  const old = await tx
    .selectFrom('watched')
    .selectAll()
    .where('cluster_id', '=', clusterId)
    .where('from_at', '<', keptFrom)
    .limit(most)
    .execute();
  for (const { scope, instance, from_at } of old) {
    await tx
      .deleteFrom('watched')
      .where('cluster_id', '=', clusterId)
      .where('scope', '=', scope)
      .where('instance', '=', instance)
      .where('from_at', '=', from_at)
      .execute();
  }
  const left = old.filter(({ to_at }) => to_at > keptFrom).map((row) => ({ ...row, from_at: keptFrom }));
  await upsert(
    tx,
    lastOfEach(
      left.sort((a, b) => a.to_at - b.to_at),
      ({ scope, instance }) => `${scope}/${instance}`,
    ),
  );
  return old.length;
}

/** Until when this run is known to have watched each scope. */
export async function readOwnWatched(
  db: Kysely<Database>,
  clusterId: number,
  instance: string,
): Promise<WatchedUntil[]> {
  const scopes = await db
    .selectFrom('watched')
    .select((eb) => ['scope', eb.fn.max('to_at').as('at')])
    .where('cluster_id', '=', clusterId)
    .where('instance', '=', instance)
    .groupBy('scope')
    .execute();
  return scopes.map(({ scope, at }) => ({ scope: scope === '' ? null : scope, at }));
}

async function upsert(tx: Transaction<Database>, rows: readonly Row[]): Promise<void> {
  for (const some of inSteps(rows)) {
    await tx
      .insertInto('watched')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['cluster_id', 'scope', 'instance', 'from_at'])
          .doUpdateSet((eb) => ({ to_at: eb.ref('excluded.to_at') }))
          .where('watched.to_at', '<', (eb) => eb.ref('excluded.to_at')),
      )
      .execute();
  }
}
