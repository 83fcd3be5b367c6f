/** client-go's LeaseLock: remembers the Lease it last saw and writes against that version. */
import type { LeaseApi } from './lease-api.ts';
import type { LeaseVersion } from './lease-version.ts';
import type { Answer, Connection } from './network.ts';
import type { LeaseBody, LeaseSpec } from './object.ts';
import type { Timer } from './time.ts';

/** client-go's LeaderElectionRecord; times are MicroTime strings of the holder's own clock. */
export type ElectionRecord = {
  holderIdentity: string;
  leaseDurationSeconds: number;
  acquireTime: string;
  renewTime: string;
  leaderTransitions: number;
};

export type LeaseLock = {
  get(done: (answer: Answer<ElectionRecord>) => void): Timer;
  create(record: ElectionRecord, done: (answer: Answer<null>) => void): Timer;
  update(record: ElectionRecord, done: (answer: Answer<null>) => void): Timer;
};

function toSpec(record: ElectionRecord): LeaseSpec {
  return {
    holderIdentity: record.holderIdentity,
    leaseDurationSeconds: record.leaseDurationSeconds,
    acquireTime: record.acquireTime,
    renewTime: record.renewTime,
    leaseTransitions: record.leaderTransitions,
  };
}

function toRecord(spec: LeaseSpec): ElectionRecord {
  return {
    holderIdentity: spec.holderIdentity ?? '',
    leaseDurationSeconds: spec.leaseDurationSeconds ?? 0,
    acquireTime: spec.acquireTime ?? '',
    renewTime: spec.renewTime ?? '',
    leaderTransitions: spec.leaseTransitions ?? 0,
  };
}

/** `known` is the Lease this process already holds, when its story starts in the middle. */
export function createLeaseLock(
  api: LeaseApi,
  connection: Connection,
  lock: { namespace: string; name: string; manager: string },
  known: LeaseVersion | null,
): LeaseLock {
  const { namespace, name, manager } = lock;
  let lease = known;
  const remember = (version: LeaseVersion) => {
    lease = version;
    return null;
  };
  return {
    get: (done) =>
      connection.call(() => {
        lease = api.get(namespace, name);
        return toRecord(lease.spec);
      }, done),
    create: (record, done) =>
      connection.call(
        () => remember(api.create(namespace, { metadata: { name }, spec: toSpec(record) }, manager)),
        done,
      ),
    update(record, done) {
      const seen = lease;
      const body = (version: LeaseVersion): LeaseBody => ({
        metadata: { ...version.head, resourceVersion: String(version.resourceVersion) },
        spec: toSpec(record),
      });
      return connection.call(() => {
        if (seen === null) throw new Error('lease not initialized, call get or create first');
        return remember(api.update(namespace, name, body(seen), manager));
      }, done);
    },
  };
}
