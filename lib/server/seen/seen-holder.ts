/**
 * Where a holder runs, as a viewer may see it, and a row with that. A Pod is looked for in other namespaces than its
 * Lease's too, and whoever may write a Lease may name any Pod or Node as its holder: a Pod of a namespace that is not
 * seen is not known, nor is its node; and a Node by itself is known to who sees the heartbeats of nodes.
 */
import type { LeaseRow } from '../../view/lease-row.ts';
import type { Judging } from '../alerts/judging.ts';
import type { HolderPlaces, HolderReading } from '../leases/holder-places.ts';
import { type Sight, sees } from '../sight.ts';

const WITHHELD = 'why it could not be read is told to those who may see all namespaces';

/** `namespace`: of the Pod; null where it is a Node. */
export function isSeenPlace(namespace: string | null, sight: Sight): boolean {
  return sees(sight, namespace ?? 'kube-node-lease');
}

type Tells = Parameters<HolderPlaces['look']>[1];

/**
 * Where a look-up found it, as far as that is seen. What could not be read is told in the API server's words, which may
 * name a Pod of any namespace; and of one that is not seen nothing is told.
 */
export async function seenLookUp(
  sight: Sight,
  tell: Tells,
  look: (tell: Tells) => Promise<HolderReading>,
): Promise<HolderReading> {
  if (sight === null) return look(tell);
  const unread = new Set<keyof Tells>();
  const reading = await look({ pod: () => unread.add('pod'), node: () => unread.add('node') });
  const seen = seenReading(reading, sight);
  if (seen === reading) for (const part of unread) tell[part](WITHHELD);
  return seen;
}

export function seenReading(reading: HolderReading, sight: Sight): HolderReading {
  if (reading.type === 'unknown' || isSeenPlace(reading.place.podNamespace, sight)) return reading;
  return { type: 'unknown' };
}

/** `idsOf`: of the alerts that are seen. */
export function seenRow(row: LeaseRow, sight: Sight, idsOf: Judging['idsOf']): LeaseRow {
  if (sight === null) return row;
  const { holderRef: ref } = row;
  const holderRef = ref !== null && isSeenPlace(ref.namespace, sight) ? ref : null;
  return { ...row, holderRef, alerts: idsOf(row, sight) };
}
