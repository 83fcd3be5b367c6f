/** Electors of a healthy cluster on a played clock: they renew, release, die and take over as field guide §2 says. */
import type { LeaseClass, LeaseRecord } from '../../lib/lease/record.ts';
import type { Random } from '../../lib/simulator/random.ts';
import { microTime, recordOf, type Writes } from './healthy-writes.ts';

/** `startedAt`: from when on it elects, epoch ms. */
export type Replica = { pod: string; node: string; startedAt: number };

/**
 * `pods`: of a Deployment, each with a name and a uuid of its own. `stateful`: a Pod that is replaced has the name of
 * the one before, and no uuid. `nodes`: a DaemonSet whose identities are its nodes.
 */
export type Kind = 'pods' | 'stateful' | 'nodes';
/** Electors of one workload; it may elect by several Leases. */
export type Workload = { name: string; kind: Kind; replicas: Replica[]; elections: Election[] };

/** `dialect`: of clients that write otherwise than client-go (field guide §2). */
export type Timing = {
  kind?: Kind;
  leaseClass: LeaseClass;
  dialect?: 'java' | 'python';
  L: number;
  D: number;
  P: number;
};

export type Election = {
  readonly namespace: string;
  readonly name: string;
  /** Up to `now`, the end of a tick. */
  play(now: number): void;
  /** The process in this place is told to end at `at`; `killed`: it has no time to release. */
  ended(replica: number, at: number, killed?: boolean): void;
  /** One try of the holder fails. */
  loseTry(): void;
  /** Whether holders give it up at their end. */
  releases: boolean;
  nodeOf(): string | null;
};

export type ElectionParts = {
  name: string;
  workload: Workload;
  timing: Timing;
  random: Random;
  api: Writes;
  startsAt: number;
};

export function createElection({ name, workload, timing, random, api, startsAt }: ElectionParts): Election {
  const { leaseClass, dialect, L, D, P } = timing;
  const namespace = leaseClass === 'control-plane' ? 'kube-system' : 'apps';
  const uid = `uid-${namespace}-${name}`;
  /** Null while nobody leads. */
  let leader: { replica: number } | null = null;
  /** Who stands in the Lease, and where that one runs. */
  let holder = '';
  let node: string | null = null;
  let transitions = 0;
  let acquired = '';
  let renewedAt = startsAt;
  /** When the next try arrives, and when it was sent; of whoever is to take over while nobody leads. */
  let nextAt = startsAt + random.between(0, P);
  let sentAt = nextAt;
  let releasedAt: number | null = startsAt;

  function schedule(at: number): void {
    sentAt = at;
    nextAt = at + api.wayMs(at);
  }

  function write(at: number, claimedAt: number, over: Partial<LeaseRecord>): void {
    const names = { namespace, name, uid, class: leaseClass, holder };
    const spec = { acquireTime: acquired, transitions, durationSeconds: L / 1000, ...over };
    api.write(
      recordOf({ ...names, ...spec, ...(dialect === 'python' ? { transitions: null } : {}) }, claimedAt, at),
      at,
    );
  }

  function release(at: number): void {
    if (dialect === 'java') write(at, at - 5, { renewTime: null, acquireTime: null });
    else {
      holder = '';
      write(at, at - 5, { durationSeconds: 1 });
    }
  }

  /** After a silence every candidate waits for L from when it saw the last change, and polls every [P, 2.2 P). */
  function awaitTakeover(at: number): void {
    if (releasedAt !== null) {
      schedule(releasedAt + random.between(50, 2.2 * P));
      return;
    }
    const polls = workload.replicas.map((replica) => {
      // Its own name stands in the Lease: it takes up where its predecessor ended.
      if (identityOf(replica) === holder) return Math.max(at, replica.startedAt) + random.between(0, 2.2 * P);
      const sawAt = Math.max(renewedAt + random.between(0, 2.2 * P), replica.startedAt);
      return sawAt + L + random.between(0, 2.2 * P);
    });
    schedule(Math.max(at, Math.min(...polls)));
  }

  /** Null where each process makes one of its own. */
  function identityOf({ pod, node }: Replica): string | null {
    if (workload.kind === 'nodes') return node;
    return workload.kind === 'stateful' ? pod : null;
  }

  function takeOver(): void {
    const ready = workload.replicas.flatMap((replica, index) => (replica.startedAt <= nextAt ? [index] : []));
    const same = ready.find((index) => {
      const one = workload.replicas[index];
      return one !== undefined && identityOf(one) === holder;
    });
    const replica = same ?? random.pick(ready);
    const one = replica === undefined ? undefined : workload.replicas[replica];
    const early = releasedAt === null && same === undefined && nextAt < renewedAt + L;
    if (replica === undefined || one === undefined || !api.isUp() || early) {
      schedule(nextAt + random.between(P, 2.2 * P));
      return;
    }
    const identity = identityOf(one) ?? `${one.pod}_${random.uuid()}`;
    if (same === undefined) {
      transitions += 1;
      acquired = microTime(sentAt);
    }
    leader = { replica };
    holder = identity;
    node = one.node;
    renewed();
  }

  function renewed(): void {
    write(nextAt, sentAt, {});
    renewedAt = nextAt;
    schedule(nextAt + random.between(1, 20) + P);
  }

  function renew(): void {
    if (api.isUp()) {
      renewed();
      return;
    }
    schedule(nextAt + P);
    if (nextAt - renewedAt <= P + D) return;
    // It gives up and cannot say so; its container is started again.
    const replica = leader === null ? undefined : workload.replicas[leader.replica];
    if (replica !== undefined) replica.startedAt = nextAt + random.between(1000, 10_000);
    leader = null;
    releasedAt = null;
    awaitTakeover(nextAt);
  }

  return {
    namespace,
    name,
    releases: false,
    nodeOf: () => (holder === '' ? null : node),
    play(now) {
      while (nextAt <= now) {
        if (leader === null) takeOver();
        else renew();
      }
    },
    ended(replica, at, killed = false) {
      if (leader?.replica !== replica) return;
      leader = null;
      releasedAt = this.releases && !killed && api.isUp() ? at : null;
      if (releasedAt !== null) release(at);
      awaitTakeover(at);
    },
    loseTry() {
      if (leader !== null) schedule(nextAt + P);
    },
  };
}
