/** What each class of Lease is called, in one plain phrase. Source: field guide §6. */
import type { LeaseClass } from '../lease/record.ts';

export const CLASS_WORDS: Record<LeaseClass, string> = {
  'control-plane': 'control-plane leader',
  controller: 'controller leader',
  csi: 'CSI leader',
  sharded: 'sharded: one leader a bucket',
  'virtual-ip': 'virtual-IP lock, held by nodes',
  apiserver: 'API server identity',
  'node-heartbeat': 'node heartbeat',
  'component-heartbeat': 'component heartbeat',
  unknown: 'not known',
};
