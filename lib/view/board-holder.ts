/**
 * How a holder is written. The Pod or Node where it was found; else the identity without the suffix that
 * clients add to make it unique (field guide §2, "Identity → Pod"), for it says nothing to a reader.
 */
import { processless } from '../lease/processless.ts';
import type { LeaseRow } from './lease-row.ts';

export type HolderLabel = {
  /** The identity as the Lease has it; what is copied. */
  whole: string;
  shown: string;
  /** Null when not known. */
  node: string | null;
  /** The holder is a node itself. */
  isNode: boolean;
  /** Two holders of one hue are on one node, or are one identity. */
  hueKey: string;
};

const CERT_MANAGER = /-external-cert-manager-controller$/;
/** cilium-operator: `<hostname>-<10 random characters>` after a Pod's own two suffixes. */
const CILIUM = /^(cilium-operator-[a-z0-9]+-[a-z0-9]{5})-[A-Za-z]{10}$/;

/** `cp-1_5f0e6a3c-….` → `cp-1`; what has no known suffix stays whole. */
export function stripIdentity(identity: string): string {
  const stripped = processless(identity).replace(CERT_MANAGER, '').replace(CILIUM, '$1');
  return stripped === '' ? identity : stripped;
}

/** Null when nobody holds it. */
export function holderLabel(row: Pick<LeaseRow, 'holder' | 'holderRef'>): HolderLabel | null {
  if (row.holder === null) return null;
  const ref = row.holderRef;
  const node = ref === null ? null : ref.kind === 'Node' ? ref.name : ref.node;
  const shown = ref?.name ?? stripIdentity(row.holder);
  return {
    whole: row.holder,
    shown,
    node,
    isNode: ref?.kind === 'Node',
    hueKey: node ?? shown,
  };
}
