/** `GET /api/v1/clusters`: those that are kept in the same database, each by the Tenure that watches it. */
import type { ClustersAnswer } from '../../view/clusters.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { askHistory } from './ask-history.ts';

/** Who may not see all of this cluster is told of no other: what they may see there nobody here knows. */
export async function listClusters({
  history,
  now,
  sight,
}: Pick<Seen, 'history' | 'now' | 'sight'>): Promise<ClustersAnswer> {
  // Every page asks: that nothing is kept, or not yet, is no failure.
  if (['off', 'opening'].includes(history.status().state)) return { asOf: now(), items: [] };
  const items = await askHistory({ history }, (reads) => reads.clusters());
  return { asOf: now(), items: sight === null ? items : items.filter(({ own }) => own) };
}
