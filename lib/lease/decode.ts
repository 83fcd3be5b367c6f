/**
 * One Lease object of the API, as parsed from JSON, made into a record. Total: whatever a field holds, the
 * answer is a record or null, never an exception. Source: field guide §1 (fields), §8 (managedFields).
 */
import { readAnnotations } from './annotations.ts';
import { classify } from './classify.ts';
import { keptIdentity } from './holder-identity.ts';
import type { LeaseRecord } from './record.ts';

const NODE_LEASES = 'kube-node-lease';

type Json = Readonly<Record<string, unknown>>;

/** Null when it cannot be told which Lease this is: name, namespace, uid or resourceVersion is missing. */
export function decodeLease(raw: unknown): LeaseRecord | null {
  const object = asObject(raw);
  const metadata = asObject(object?.metadata);
  if (object === null || metadata === null) return null;
  const { namespace, name, uid, resourceVersion } = metadata;
  if (typeof namespace !== 'string' || typeof name !== 'string' || name === '') return null;
  if (typeof uid !== 'string' || typeof resourceVersion !== 'string' || resourceVersion === '') return null;
  const spec = asObject(object.spec) ?? {};
  // A node's Lease says its name twice and its namespace is that of 60,000 others: one string is kept of each.
  const holder = spec.holderIdentity === name ? name : keptIdentity(asText(spec.holderIdentity) ?? '');
  const acquireTime = asText(spec.acquireTime);
  const renewTime = asText(spec.renewTime);
  const transitions = asCount(spec.leaseTransitions);
  const strategy = asText(spec.strategy);
  const preferredHolder = asText(spec.preferredHolder);
  const stamps = serverStamps(metadata.managedFields);
  const found = classify({
    namespace,
    name,
    holder,
    hasAcquireTime: acquireTime !== null,
    hasRenewTime: renewTime !== null,
    hasTransitions: transitions !== null,
    hasStrategy: strategy !== null,
    ownedByNode: isOwnedByNode(metadata.ownerReferences),
    labels: asObject(metadata.labels),
  });
  const annotations = readAnnotations(metadata.annotations, found);
  return {
    namespace: namespace === NODE_LEASES ? NODE_LEASES : namespace,
    name,
    uid,
    resourceVersion,
    class: annotations?.class ?? found,
    // A heartbeat's holder is its name: one string for both, of thousands of Leases.
    holder: holder === name ? name : holder,
    durationSeconds: asPositive(spec.leaseDurationSeconds),
    acquireTime,
    renewTime,
    transitions,
    strategy,
    preferredHolder: preferredHolder === null ? null : keptIdentity(preferredHolder),
    serverTime: stamps.renewed,
    writtenTime: stamps.written,
    annotations,
  };
}

/**
 * The latest time of an entry that owns spec.renewTime, and of any entry. API servers print these times all
 * alike (UTC, whole seconds), so the later of two is the greater string.
 */
function serverStamps(managedFields: unknown): { renewed: string | null; written: string | null } {
  let renewed: string | null = null;
  let written: string | null = null;
  if (Array.isArray(managedFields)) {
    for (const item of managedFields) {
      const entry = asObject(item);
      const time = entry === null ? null : asText(entry.time);
      if (entry === null || time === null) continue;
      if (written === null || time > written) written = time;
      const specFields = asObject(asObject(entry.fieldsV1)?.['f:spec']);
      if (specFields?.['f:renewTime'] !== undefined && (renewed === null || time > renewed)) renewed = time;
    }
  }
  return { renewed, written };
}

function isOwnedByNode(ownerReferences: unknown): boolean {
  return Array.isArray(ownerReferences) && ownerReferences.some((owner) => asObject(owner)?.kind === 'Node');
}

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function asPositive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function asCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
