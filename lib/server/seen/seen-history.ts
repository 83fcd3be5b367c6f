/** What is kept, as far as a viewer may see it: what is kept of other namespaces is answered as what never was. */
import type { Alert } from '../../alert/alert.ts';
import { HistoryError, type HistoryReads, type LeaseName, type Watching } from '../../history/history.ts';
import { isHistoryError } from '../kept/ask-history.ts';
import { type Sight, sees } from '../sight.ts';
import { WITHHELD } from '../status.ts';
import { isSeenPlace } from './seen-holder.ts';
import type { SeenJudging } from './seen-judging.ts';

export type SeenReads = Pick<
  HistoryReads,
  | 'handovers'
  | 'renewals'
  | 'unwritten'
  | 'timeline'
  | 'overview'
  | 'insight'
  | 'silences'
  | 'blindSpots'
  | 'places'
  | 'alerts'
  | 'alertsById'
  | 'clusters'
>;

/** No Lease is called so: what is asked of it takes as long as of one that was never there, and says the same. */
const NEVER_WAS: LeaseName = { namespace: '', name: '' };

export function seenReads(all: HistoryReads, sight: Sight, seen: Pick<SeenJudging, 'of'>): SeenReads {
  if (sight === null) return all;
  const reads = withoutItsWords(all);
  const among = [...sight].sort();
  const seenName = (lease: LeaseName): LeaseName => (sees(sight, lease.namespace) ? lease : NEVER_WAS);

  /** A page is as full as it would be if there were no others; `after` goes on from the last that was read. */
  async function alerts(
    range: Parameters<HistoryReads['alerts']>[0],
    { limit, after }: Parameters<HistoryReads['alerts']>[1],
  ): Promise<Alert[]> {
    const found: Alert[] = [];
    let place = after;
    for (;;) {
      const rows = await reads.alerts({ ...range, among }, { limit, after: place });
      found.push(...seen.of(rows, sight));
      const last = rows.at(-1);
      if (last === undefined || rows.length < limit || found.length >= limit) return found.slice(0, limit);
      place = { resolvedAt: last.resolvedAt ?? 0, id: last.id };
    }
  }

  return {
    handovers: (filter, page) => reads.handovers({ ...filter, among }, page),
    renewals: (lease, range) => reads.renewals(seenName(lease), range),
    unwritten: (namespace, range) =>
      reads.unwritten(sees(sight, namespace) ? namespace : NEVER_WAS.namespace, range),
    timeline: (question) => reads.timeline({ ...question, among }),
    overview: (filter, range) => reads.overview({ ...filter, among }, range),
    insight: (lease, range) => reads.insight(seenName(lease), range),
    silences: (lease, range) => reads.silences(seenName(lease), range),
    blindSpots: (range) => reads.blindSpots({ ...range, among }),
    async places(identities) {
      const found = await reads.places(identities);
      return found.filter(({ podNamespace }) => isSeenPlace(podNamespace, sight));
    },
    alerts,
    clusters: reads.clusters,
    alertsById: async (ids) => [...seen.of(await reads.alertsById(ids), sight)],
  };
}

/** What a database says against a question may name anything. */
function withoutItsWords(reads: HistoryReads): HistoryReads {
  const withheld = (read: unknown) =>
    typeof read !== 'function'
      ? read
      : async (...asked: unknown[]): Promise<unknown> => {
          try {
            return await read(...asked);
          } catch (error) {
            throw isHistoryError(error) ? new HistoryError({ ...error, message: WITHHELD }) : error;
          }
        };
  return Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [name, withheld(read)]),
  ) as HistoryReads;
}

/** What is being watched just now, of the scopes that are seen. */
export function seenWatching(watching: Watching, sight: Sight): Watching {
  return watching.filter(({ scope }) => scope === null || sees(sight, scope));
}
