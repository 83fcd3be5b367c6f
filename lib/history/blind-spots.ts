/** When nobody watched: what no `watched` stretch of any instance covers. Nothing is stored of it. Epoch ms. */
import type { Kysely } from 'kysely';
import type { BlindStretch } from '../view/timeline.ts';
import { joinStretches, type Stretch, subtractStretches } from './blind-stretches.ts';
import type { Database } from './schema.ts';

/** The writer is a second behind: what is younger than this has merely not been written yet. */
const WRITE_LAG_MS = 3000;
const WHOLE_CLUSTER = '';

export type Watching = {
  /** Stretches of the range that somebody watched, joined; by namespace, '' for the whole cluster. */
  byScope: Map<string, Stretch[]>;
  /** When a scope was watched for the first time ever. */
  firstAt: Map<string, number>;
  range: Stretch;
};

export async function readWatching(
  db: Kysely<Database>,
  clusterId: number,
  range: Stretch,
): Promise<Watching> {
  const rows = await db
    .selectFrom('watched')
    .select(['scope', 'from_at', 'to_at'])
    .where('cluster_id', '=', clusterId)
    .where('to_at', '>=', range.from)
    .where('from_at', '<=', range.to)
    .execute();
  const ends = await db
    .selectFrom('watched')
    .select(({ fn }) => ['scope', fn.min('from_at').as('first'), fn.max('to_at').as('last')])
    .where('cluster_id', '=', clusterId)
    .groupBy('scope')
    .execute();
  const stretches = new Map<string, Stretch[]>();
  for (const { scope, from_at, to_at } of rows) {
    const own = stretches.get(scope) ?? [];
    own.push({ from: from_at, to: to_at });
    stretches.set(scope, own);
  }
  // What is still being watched lasts to the end of the range, as far as anybody can know.
  for (const { scope, last } of ends) {
    if (last < range.to && range.to - last < WRITE_LAG_MS)
      stretches.get(scope)?.push({ from: last, to: range.to });
  }
  return {
    byScope: new Map([...stretches].map(([scope, own]) => [scope, joinStretches(own)])),
    firstAt: new Map(ends.map(({ scope, first }) => [scope, first])),
    range,
  };
}

/** What was watched of a namespace: by whom watched it alone, or the whole cluster. */
export function watchedOf(watching: Watching, namespace: string): Stretch[] {
  return joinStretches([
    ...(watching.byScope.get(WHOLE_CLUSTER) ?? []),
    ...(watching.byScope.get(namespace) ?? []),
  ]);
}

/** Inside the range, oldest first; not what was before anybody ever watched that namespace. */
export function blindOf(watching: Watching, namespace: string): Stretch[] {
  const firsts = [watching.firstAt.get(WHOLE_CLUSTER), watching.firstAt.get(namespace)];
  return gapsAfter(watching, firsts, watchedOf(watching, namespace));
}

/** `namespaces`: of the Leases that are known, where one may be blind while others are not. */
export function blindStretches(watching: Watching, namespaces: readonly string[]): BlindStretch[] {
  const all = [...watching.byScope.values()].flat();
  const everywhere = gapsAfter(watching, [...watching.firstAt.values()], joinStretches(all));
  const found: BlindStretch[] = everywhere.map(({ from, to }) => ({ from, to, scope: null }));
  const scopes = new Set([...namespaces, ...watching.firstAt.keys()]);
  scopes.delete(WHOLE_CLUSTER);
  for (const scope of scopes) {
    for (const { from, to } of subtractStretches(blindOf(watching, scope), everywhere))
      found.push({ from, to, scope });
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

export async function blindSpots(
  db: Kysely<Database>,
  clusterId: number,
  range: Stretch,
): Promise<BlindStretch[]> {
  const watching = await readWatching(db, clusterId, range);
  return blindStretches(watching, await namespacesOf(db, clusterId, watching));
}

/** Only where namespaces were watched by themselves can one of them be blind alone. */
export async function namespacesOf(
  db: Kysely<Database>,
  clusterId: number,
  watching: Watching,
): Promise<string[]> {
  if ([...watching.firstAt.keys()].every((scope) => scope === WHOLE_CLUSTER)) return [];
  const rows = await db
    .selectFrom('lease')
    .select('namespace')
    .distinct()
    .where('cluster_id', '=', clusterId)
    .where('first_seen_at', '<=', watching.range.to)
    .where(({ eb }) => eb.or([eb('gone_at', 'is', null), eb('gone_at', '>=', watching.range.from)]))
    .execute();
  return rows.map(({ namespace }) => namespace);
}

function gapsAfter(
  { range }: Watching,
  firsts: readonly (number | undefined)[],
  covered: readonly Stretch[],
): Stretch[] {
  const first = Math.min(...firsts.filter((at) => at !== undefined));
  const from = Math.max(range.from, first);
  return from < range.to ? subtractStretches([{ from, to: range.to }], covered) : [];
}
