/** What the window's title says: the page, and of which cluster it is. */
import type { NamedCluster } from './clusters.ts';

export type TitleInput = {
  page: string;
  /** Name of the cluster that is watched; null while that is not known. */
  watched: string | null;
  /** Another whose history is shown. */
  other: { id: string; cluster: NamedCluster | null } | null;
  /** How the watched one is: "Stale · ", or how many causes fire. */
  prefix: string;
};

/** "(4) Leaders · prod · Tenure". Of another cluster nothing is live: the prefix is not about it. */
export function windowTitle({ page, watched, other, prefix }: TitleInput): string {
  const cluster = other === null ? watched : (other.cluster?.title ?? other.id);
  return `${other === null ? prefix : ''}${page}${cluster === null ? '' : ` · ${cluster}`} · Tenure`;
}
