/** `GET /api/v1/clusters`: those that are kept in the same database, each by the Tenure that watches it. */
import type { KeptCluster } from '../history/history.ts';
import { askHistory } from './ask-history.ts';
import type { Seen } from './seen-runtime.ts';

export type ClustersAnswer = { asOf: number; items: KeptCluster[] };

/** Who may not see all of this cluster is told of no other: what they may see there nobody here knows. */
export async function listClusters({
  history,
  now,
  sight,
}: Pick<Seen, 'history' | 'now' | 'sight'>): Promise<ClustersAnswer> {
  const items = await askHistory({ history }, (reads) => reads.clusters());
  return { asOf: now(), items: sight === null ? items : items.filter(({ own }) => own) };
}
