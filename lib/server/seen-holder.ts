/**
 * Where a holder runs, as a viewer may see it. A Pod is looked for in other namespaces than its Lease's too, and whoever
 * may write a Lease may name any Pod as its holder: one of a namespace that is not seen is not known, nor is its node.
 */
import type { LeaseRow } from '../view/lease-row.ts';
import type { HolderReading } from './holder-places.ts';
import { type Sight, sees } from './sight.ts';

/** `namespace`: of the Pod; null where it is a Node. */
function isSeenPlace(namespace: string | null, sight: Sight): boolean {
  return namespace === null || sees(sight, namespace);
}

export function seenReading(reading: HolderReading, sight: Sight): HolderReading {
  if (reading.type === 'unknown' || isSeenPlace(reading.place.podNamespace, sight)) return reading;
  return { type: 'unknown' };
}

export function seenRow(row: LeaseRow, sight: Sight): LeaseRow {
  return isSeenPlace(row.holderRef?.namespace ?? null, sight) ? row : { ...row, holderRef: null };
}
