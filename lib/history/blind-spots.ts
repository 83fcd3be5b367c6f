/** When nobody watched: what no `watched` stretch of any instance covers. Nothing is stored of it. Epoch ms. */
import type { Kysely } from 'kysely';
import { clipStretches, joinStretches, type Stretch, subtractStretches } from '../lease/stretches.ts';
import type { BlindStretch } from '../view/timeline.ts';
import type { Among, WatchedStretch } from './history.ts';
import type { Database } from './schema.ts';

const WHOLE_CLUSTER = '';

export type Watching = {
  /** Stretches of the range that somebody watched, joined; by namespace, '' for the whole cluster. */
  byScope: Map<string, Stretch[]>;
  /** When a scope was watched for the first time ever. */
  firstAt: Map<string, number>;
  range: Stretch;
};

/** `present`: what is being watched right now, which is kept up to when it was last proved. */
export async function readWatching(
  db: Kysely<Database>,
  clusterId: number,
  range: Stretch,
  present: readonly WatchedStretch[],
): Promise<Watching> {
  const watchedBy = db.selectFrom('watched').where('cluster_id', '=', clusterId);
  const [rows, ends] = await Promise.all([
    watchedBy
      .select(['scope', 'from_at', 'to_at'])
      .where('to_at', '>=', range.from)
      .where('from_at', '<=', range.to)
      .execute(),
    watchedBy
      .select(({ fn }) => ['scope', fn.min('from_at').as('first')])
      .groupBy('scope')
      .execute(),
  ]);
  const stretches = new Map<string, Stretch[]>();
  const watched = (scope: string, stretch: Stretch): void => {
    const own = stretches.get(scope);
    if (own === undefined) stretches.set(scope, [stretch]);
    else own.push(stretch);
  };
  for (const { scope, from_at, to_at } of rows) watched(scope, { from: from_at, to: to_at });
  const firstAt = new Map(ends.map(({ scope, first }) => [scope, first]));
  for (const { scope, from, to } of present) {
    const own = scope ?? WHOLE_CLUSTER;
    watched(own, { from, to });
    firstAt.set(own, Math.min(firstAt.get(own) ?? from, from));
  }
  return {
    byScope: new Map([...stretches].map(([scope, own]) => [scope, joinStretches(clipStretches(own, range))])),
    firstAt,
    range,
  };
}

/** The same where nobody watched but the whole cluster or one of `among`. */
export function watchingOf(watching: Watching, among: readonly string[] | null): Watching {
  if (among === null) return watching;
  const scopes = new Set([WHOLE_CLUSTER, ...among]);
  const those = <T>(all: Map<string, T>) => new Map([...all].filter(([scope]) => scopes.has(scope)));
  return { ...watching, byScope: those(watching.byScope), firstAt: those(watching.firstAt) };
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

/** More than this no picture shows; a watch that is cut every minute for a month has as many as renewals. */
const MOST_STRETCHES = 1000;

/** As they are, or where they are too many those with less than `withinMs` between them made one. */
export function drawnStretches(spots: readonly BlindStretch[], withinMs: number): readonly BlindStretch[] {
  if (spots.length <= MOST_STRETCHES) return spots;
  const joined: BlindStretch[] = [];
  const last = new Map<string | null, BlindStretch>();
  for (const spot of spots) {
    const before = last.get(spot.scope);
    if (before !== undefined && spot.from - before.to < withinMs) before.to = Math.max(before.to, spot.to);
    else {
      const own = { ...spot };
      last.set(spot.scope, own);
      joined.push(own);
    }
  }
  return joined;
}

export async function blindSpots(
  db: Kysely<Database>,
  clusterId: number,
  { from, to, watching: present, among = null }: Among & Stretch & { watching: readonly WatchedStretch[] },
): Promise<BlindStretch[]> {
  const watching = watchingOf(await readWatching(db, clusterId, { from, to }, present), among);
  const all = blindStretches(watching, await namespacesOf(db, clusterId, watching, among));
  return [...drawnStretches(all, (to - from) / MOST_STRETCHES)];
}

/** Only where namespaces were watched by themselves can one of them be blind alone. */
export async function namespacesOf(
  db: Kysely<Database>,
  clusterId: number,
  watching: Watching,
  among: readonly string[] | null,
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
  const found = rows.map(({ namespace }) => namespace);
  return among === null ? found : found.filter((namespace) => among.includes(namespace));
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
