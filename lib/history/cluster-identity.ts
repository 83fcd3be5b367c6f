/**
 * Which cluster this is, by its aliases: the uid of kube-system says it for certain, the hash of its CA and address
 * only until the uid is known. A right granted later, or a new CA, adds an alias to the same cluster.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { isPostgres } from './cluster-lock.ts';
import { mergeClusters } from './merge-clusters.ts';
import type { Database } from './schema.ts';

const isUid = (alias: string): boolean => alias.startsWith('uid:');

/**
 * The number of the cluster with these aliases, made when it is new. `known`: whom they were taken for so far.
 * `keptFrom`: before that nothing of a new one is there, epoch ms; null when all of it may still be told. `publicUrl`: of
 * who watches it; left out by what only reads.
 */
export async function resolveCluster(
  db: Kysely<Database>,
  aliases: readonly string[],
  {
    name,
    now,
    known,
    keptFrom = null,
    publicUrl,
  }: {
    name: string | null;
    now: number;
    known: number | null;
    keptFrom?: number | null;
    publicUrl?: string | null | undefined;
  },
): Promise<{ id: number; created: boolean }> {
  return db.transaction().execute(async (tx) => {
    await lockAliases(tx);
    const rows = await tx
      .selectFrom('cluster_alias')
      .selectAll()
      .where('alias', 'in', [...aliases, ''])
      .execute();
    const uid = aliases.find(isUid);
    const ofUid = rows.find(({ alias }) => alias === uid)?.cluster_id ?? null;
    const others = new Set(rows.filter(({ alias }) => !isUid(alias)).map(({ cluster_id }) => cluster_id));
    if (known !== null && (await exists(tx, known))) others.add(known);
    const free: number[] = [];
    for (const id of others) {
      // One with another uid is another cluster, whose address or CA this one has now.
      if (id !== ofUid && (uid === undefined || !(await hasOtherUid(tx, id, uid)))) free.push(id);
    }
    const there = ofUid ?? (free.length > 0 ? Math.min(...free) : null);
    const id = there ?? (await create(tx, name, now, keptFrom));
    if (uid !== undefined) for (const other of free) if (other !== id) await mergeClusters(tx, other, id);
    for (const alias of new Set(aliases)) {
      await tx
        .insertInto('cluster_alias')
        .values({ alias, cluster_id: id })
        .onConflict((conflict) => conflict.column('alias').doUpdateSet({ cluster_id: id }))
        .execute();
    }
    const said = {
      ...(name === null ? {} : { name }),
      ...(publicUrl === undefined ? {} : { public_url: publicUrl }),
    };
    if (Object.keys(said).length > 0)
      await tx.updateTable('cluster').set(said).where('id', '=', id).execute();
    return { id, created: there === null };
  });
}

/** Two replicas that see a new cluster at the same time must not make two of it. */
async function lockAliases(tx: Transaction<Database>): Promise<void> {
  if (!isPostgres(tx)) return;
  await sql`lock table cluster_alias in share row exclusive mode`.execute(tx);
}

async function exists(tx: Transaction<Database>, id: number): Promise<boolean> {
  const row = await tx.selectFrom('cluster').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

async function hasOtherUid(tx: Transaction<Database>, id: number, uid: string): Promise<boolean> {
  const row = await tx
    .selectFrom('cluster_alias')
    .select('alias')
    .where('cluster_id', '=', id)
    .where('alias', 'like', 'uid:%')
    .where('alias', '<>', uid)
    .executeTakeFirst();
  return row !== undefined;
}

async function create(
  tx: Transaction<Database>,
  name: string | null,
  now: number,
  keptFrom: number | null,
): Promise<number> {
  const { id } = await tx
    .insertInto('cluster')
    .values({
      name,
      created_at: Math.round(now),
      kept_from: keptFrom === null ? null : Math.ceil(keptFrom),
      public_url: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
