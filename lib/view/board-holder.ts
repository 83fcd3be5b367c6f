/**
 * How a holder is written. The Pod or Node where it was found; else the identity without the suffix that
 * clients add to make it unique (field guide §2, "Identity → Pod"), for it says nothing to a reader.
 */
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

const UUID = /_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CERT_MANAGER = /-external-cert-manager-controller$/;
/** cilium-operator: `<hostname>-<10 random characters>` after a Pod's own two suffixes. */
const CILIUM = /^(cilium-operator-[a-z0-9]+-[a-z0-9]{5})-[A-Za-z]{10}$/;

/** `cp-1_5f0e6a3c-….` → `cp-1`; what has no known suffix stays whole. */
export function stripIdentity(identity: string): string {
  const stripped = identity.replace(UUID, '').replace(CERT_MANAGER, '').replace(CILIUM, '$1');
  return stripped === '' ? identity : stripped;
}

/**
 * Of holders that would be written alike, as the processes of one host are one after another, each with the beginning
 * of what tells them apart: `cp-1_5f0e6…`. By identity; `shown` likewise.
 */
export function namesApart(shown: ReadonlyMap<string, string>): Map<string, string> {
  const alike = new Map<string, number>();
  for (const name of shown.values()) alike.set(name, (alike.get(name) ?? 0) + 1);
  return new Map(
    [...shown].map(([identity, name]) => {
      const uuid = UUID.exec(identity)?.[0];
      const isOne = uuid === undefined || alike.get(name) === 1;
      return [identity, isOne ? name : `${name}${uuid.slice(0, 6)}…`];
    }),
  );
}

/** The two of a handover, told apart where they would be written alike. */
export function handoverNames(from: string | null, to: string | null): (identity: string) => string {
  const two = [from, to].filter((one) => one !== null);
  const names = namesApart(new Map(two.map((one) => [one, stripIdentity(one)])));
  return (identity) => names.get(identity) ?? stripIdentity(identity);
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
