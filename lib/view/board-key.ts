/** Names a Lease on a page and beside it (handovers): the same in every message, whatever instance sent it. */
import { leaseKey } from '../lease/record.ts';

export function rowKey(lease: { namespace: string; name: string }): string {
  return leaseKey(lease);
}
