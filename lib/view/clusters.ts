/** `GET /api/v1/clusters`, and what the shell says of them. Exact names: `docs/api.md`. */

/** A cluster of which anything is kept. */
export type KeptCluster = {
  /** The uid of its kube-system, else the hash of its CA and address: `ca:…`. */
  id: string;
  name: string | null;
  /** Of the Tenure that watches it; null where that does not say. */
  publicUrl: string | null;
  /** From when on anything of it is kept, and until when somebody is known to have watched it, epoch ms. */
  keptFrom: number | null;
  watchedUntil: number | null;
  /** The one that this Tenure watches. */
  own: boolean;
};

export type ClustersAnswer = { asOf: number; items: KeptCluster[] };

/** One that somebody watches right now tells so about each minute. */
const WATCHED_NOW_MS = 3 * 60_000;
const SHORT = 8;

export type NamedCluster = KeptCluster & {
  /** Tells it from all others. */
  title: string;
  /** Somebody is known to watch it just now. */
  watched: boolean;
};

/** The own first, then by title. Clusters may have one name, as `in-cluster`: then the id tells them apart. */
export function namedClusters({ asOf, items }: ClustersAnswer): NamedCluster[] {
  return items
    .map((one) => ({
      ...one,
      title: titleOf(one, items),
      watched: one.own || (one.watchedUntil !== null && asOf - one.watchedUntil < WATCHED_NOW_MS),
    }))
    .sort((a, b) => Number(b.own) - Number(a.own) || (a.title < b.title ? -1 : 1));
}

function titleOf({ id, name }: KeptCluster, all: readonly KeptCluster[]): string {
  if (name === null) return id;
  const same = all.filter((one) => one.name === name && one.id !== id);
  if (same.length === 0) return name;
  const short = id.slice(0, SHORT);
  return `${name} (${same.some((one) => one.id.startsWith(short)) ? id : short})`;
}

/**
 * The present of a cluster that is not watched here, as the API resolves its ranges: when it was watched last. Null
 * while it is not known, epoch ms.
 */
export function keptNow(
  cluster: Pick<KeptCluster, 'keptFrom' | 'watchedUntil'> | null,
  now: number | null,
): number | null {
  if (cluster === null) return null;
  const last = cluster.watchedUntil ?? cluster.keptFrom ?? now;
  return last === null || now === null ? last : Math.min(last, now);
}

/** The address of what is kept of it here. */
export function keptHref({ id }: Pick<KeptCluster, 'id'>): string {
  return `/timeline?cluster=${encodeURIComponent(id)}`;
}

/** A page of the Tenure that watches it, where that is known; `path` begins with a slash. */
export function liveHref({ publicUrl }: Pick<KeptCluster, 'publicUrl'>, path: string): string | null {
  return publicUrl !== null && /^https?:\/\//.test(publicUrl) ? `${publicUrl}${path}` : null;
}
