/**
 * What an API server does with Leases: the same code serves the simulator's own electors and its HTTP API.
 * Every refusal is an ApiError. Source: field guide §1; answers compared with a real 1.37.2.
 */
import type { LeaseHead } from './lease-version.ts';
import { LeaseVersion } from './lease-version.ts';
import { fieldValues, updateManagedFields } from './managed-fields.ts';
import { type LeaseBody, type LeaseSpec, objectKey } from './object.ts';
import type { Random } from './random.ts';
import { alreadyExists, conflict, invalid, LEASES, notFound } from './status.ts';
import type { Revisions, Table } from './table.ts';
import { secondTime } from './time.ts';

/** An existing Lease as a cluster's history left it, written before the simulation starts. */
export type SeededLease = {
  head: Omit<LeaseHead, 'uid'> & { uid?: string };
  spec: LeaseSpec;
  manager: string;
  /** When it was last written, epoch ms. */
  writtenAt: number;
};

export type LeaseApi = {
  get(namespace: string, name: string): LeaseVersion;
  find(namespace: string, name: string): LeaseVersion | undefined;
  create(namespace: string, body: LeaseBody, manager: string): LeaseVersion;
  /** A PUT: needs a resourceVersion, and creates what is missing (Leases allow that). */
  update(namespace: string, name: string, body: LeaseBody, manager: string): LeaseVersion;
  /** A write of the spec alone, whatever the resourceVersion, as an edit by hand is. */
  patchSpec(namespace: string, name: string, spec: LeaseSpec, manager: string): LeaseVersion;
  /** The renewal of a Lease known to be held: the cheapest write there is. */
  renew(version: LeaseVersion, renewTime: string): LeaseVersion;
  remove(namespace: string, name: string, preconditionUid?: string): LeaseVersion;
  seed(lease: SeededLease): LeaseVersion;
};

function checkSpec(name: string, spec: LeaseSpec): void {
  const refuse = (field: string, value: number, rule: string) =>
    invalid(
      'Lease',
      'coordination.k8s.io',
      name,
      `spec.${field}`,
      'FieldValueInvalid',
      `Invalid value: ${value}: ${rule}`,
    );
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
    throw refuse('leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0');
  }
  if (spec.leaseTransitions !== undefined && spec.leaseTransitions < 0) {
    throw refuse('leaseTransitions', spec.leaseTransitions, 'must be greater than or equal to 0');
  }
}

function headOf(body: LeaseBody, namespace: string, uid: string, creationTimestamp: string): LeaseHead {
  const { name, labels, annotations, ownerReferences } = body.metadata;
  return {
    namespace,
    name,
    uid,
    creationTimestamp,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** `now` is the API server's clock, epoch ms. */
export function createLeaseApi(
  table: Table<LeaseVersion>,
  revisions: Revisions,
  now: () => number,
  random: Random,
): LeaseApi {
  const find = (namespace: string, name: string) => table.get(objectKey(namespace, name));
  const get = (namespace: string, name: string) => {
    const version = find(namespace, name);
    if (version === undefined) throw notFound(LEASES, name);
    return version;
  };

  function add(head: LeaseHead, spec: LeaseSpec, manager: string, time: string): LeaseVersion {
    const values = fieldValues({ metadata: head, spec });
    const managed = updateManagedFields([], NOTHING, values, manager, time);
    const version = new LeaseVersion(head, revisions.next(), spec, managed);
    table.write('ADDED', version);
    return version;
  }

  function renew(version: LeaseVersion, renewTime: string): LeaseVersion {
    const renewed = version.renewed(revisions.next(), renewTime, secondTime(now()));
    table.write('MODIFIED', renewed);
    return renewed;
  }

  function replace(version: LeaseVersion, head: LeaseHead, spec: LeaseSpec, manager: string): LeaseVersion {
    checkSpec(version.name, spec);
    if (head === version.head && version.isRenewal(spec, manager))
      return renew(version, spec.renewTime ?? '');
    const before = fieldValues({ metadata: version.head, spec: version.spec });
    const after = fieldValues({ metadata: head, spec });
    // A write that changes nothing is no write: the object keeps its resourceVersion.
    const same =
      before.size === after.size && [...after].every(([path, value]) => before.get(path) === value);
    if (same) return version;
    const managed = updateManagedFields(version.managedFields, before, after, manager, secondTime(now()));
    const next = new LeaseVersion(head, revisions.next(), spec, managed);
    table.write('MODIFIED', next);
    return next;
  }

  return {
    get,
    find,
    renew,
    create(namespace, body, manager) {
      if (find(namespace, body.metadata.name) !== undefined) throw alreadyExists(LEASES, body.metadata.name);
      checkSpec(body.metadata.name, body.spec);
      const time = secondTime(now());
      return add(headOf(body, namespace, random.uuid(), time), body.spec, manager, time);
    },
    update(namespace, name, body, manager) {
      const { uid, resourceVersion } = body.metadata;
      const version = find(namespace, name);
      if (uid !== undefined && uid !== '' && uid !== (version?.uid ?? '')) {
        const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${version?.uid ?? ''}`;
        throw conflict(LEASES, name, why);
      }
      if (resourceVersion === undefined || resourceVersion === '') {
        const message = 'Invalid value: 0: must be specified for an update';
        throw invalid(
          'leases',
          'coordination.k8s.io',
          name,
          'metadata.resourceVersion',
          'FieldValueInvalid',
          message,
        );
      }
      if (version === undefined) {
        checkSpec(name, body.spec);
        const time = secondTime(now());
        return add(headOf(body, namespace, random.uuid(), time), body.spec, manager, time);
      }
      if (resourceVersion !== String(version.resourceVersion)) throw conflict(LEASES, name);
      const head = headOf(body, namespace, version.uid, version.head.creationTimestamp);
      const sameHead =
        JSON.stringify(head) ===
        JSON.stringify(
          headOf({ metadata: version.head, spec: {} }, namespace, head.uid, head.creationTimestamp),
        );
      return replace(version, sameHead ? version.head : head, body.spec, manager);
    },
    patchSpec(namespace, name, spec, manager) {
      const version = get(namespace, name);
      return replace(version, version.head, spec, manager);
    },
    remove(namespace, name, preconditionUid) {
      const version = get(namespace, name);
      if (preconditionUid !== undefined && preconditionUid !== version.uid) {
        const why = `Precondition failed: UID in precondition: ${preconditionUid}, UID in object meta: ${version.uid}`;
        throw conflict(LEASES, name, why);
      }
      const last = new LeaseVersion(version.head, revisions.next(), version.spec, version.managedFields);
      table.write('DELETED', last);
      return last;
    },
    seed(lease) {
      const head = { ...lease.head, uid: lease.head.uid ?? random.uuid() };
      return add(head, lease.spec, lease.manager, secondTime(lease.writtenAt));
    },
  };
}
