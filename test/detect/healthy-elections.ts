/** Electors of a healthy cluster on a played clock: they renew, release, die and take over as field guide §2 says. */
import { stampText } from '../../lib/lease/micro-time.ts';
import type { LeaseClass, LeaseRecord } from '../../lib/lease/record.ts';
import type { Random } from '../../lib/simulator/random.ts';

/** Where Leases are written. Epoch ms. */
export type Writes = {
  isUp(): boolean;
  write(record: LeaseRecord, at: number): void;
};

export type Replica = { pod: string; node: string; startedAt: number };
/** Electors of one Deployment; it may elect by several Leases. */
export type Workload = { name: string; replicas: Replica[]; elections: Election[] };

export type Timing = { leaseClass: LeaseClass; L: number; D: number; P: number };
export type Election = {
  readonly namespace: string;
  readonly name: string;
  /** Up to `now`, the end of a tick. */
  play(now: number): void;
  /** The process in this place is told to end at `at`. */
  ended(replica: number, at: number): void;
  /** One try of the holder fails. */
  loseTry(): void;
  /** Whether holders give it up at their end. */
  releases: boolean;
  nodeOf(): string | null;
};

let versions = 1;
/** `2026-06-01T03:00:00` by its second: millions of times are printed, and most are of the same few seconds. */
const seconds = new Map<number, string>();

function secondText(second: number): string {
  const known = seconds.get(second);
  if (known !== undefined) return known;
  if (seconds.size > 1000) seconds.clear();
  const text = stampText(second * 1_000_000).slice(0, -1);
  seconds.set(second, text);
  return text;
}

/** As the API server prints a time of epoch ms with its microseconds. */
function microTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  const micros = Math.floor((ms - second * 1000) * 1000);
  return `${secondText(second)}.${String(micros).padStart(6, '0')}Z`;
}

export function recordOf(
  over: Partial<LeaseRecord> & Pick<LeaseRecord, 'namespace' | 'name' | 'uid' | 'class'>,
  claimedAt: number,
  writtenAt: number,
): LeaseRecord {
  const stamp = `${secondText(Math.floor(writtenAt / 1000))}Z`;
  return {
    resourceVersion: String(versions++),
    holder: '',
    durationSeconds: null,
    acquireTime: null,
    renewTime: microTime(claimedAt),
    transitions: null,
    strategy: null,
    preferredHolder: null,
    serverTime: stamp,
    writtenTime: stamp,
    annotations: null,
    ...over,
  };
}

/** 2 to 50 ms from reading a clock to the API server's answer. */
export const latencyMs = (random: Random): number => random.between(2, 50);

export function createElection(
  name: string,
  workload: Workload,
  { leaseClass, L, D, P }: Timing,
  random: Random,
  api: Writes,
  startsAt: number,
): Election {
  const namespace = leaseClass === 'control-plane' ? 'kube-system' : 'apps';
  const uid = `uid-${namespace}-${name}`;
  /** Null while nobody leads. */
  let leader: { replica: number; identity: string; node: string } | null = null;
  let transitions = 0;
  let acquired = '';
  let renewedAt = startsAt;
  /** When the next try arrives; of whoever is to take over while nobody leads. */
  let nextAt = startsAt + random.between(0, P);
  let releasedAt: number | null = startsAt;

  function write(at: number, holder: string, durationMs: number, isNew: boolean): void {
    const claimedAt = at - latencyMs(random);
    if (isNew) acquired = microTime(claimedAt);
    const over = { namespace, name, uid, class: leaseClass, holder, transitions, acquireTime: acquired };
    api.write(recordOf({ ...over, durationSeconds: durationMs / 1000 }, claimedAt, at), at);
  }

  /** After a silence every candidate waits for L from when it saw the last change, and polls every [P, 2.2 P). */
  function awaitTakeover(at: number): void {
    const polls = workload.replicas.map(({ startedAt }) => {
      const sawAt = Math.max(renewedAt + random.between(0, 2.2 * P), startedAt);
      return sawAt + L + random.between(0, 2.2 * P);
    });
    nextAt =
      releasedAt === null ? Math.max(at, Math.min(...polls)) : releasedAt + random.between(50, 2.2 * P);
  }

  function takeOver(): void {
    const ready = workload.replicas.flatMap((replica, index) => (replica.startedAt <= nextAt ? [index] : []));
    const replica = random.pick(ready);
    const one = replica === undefined ? undefined : workload.replicas[replica];
    if (replica === undefined || one === undefined || !api.isUp()) {
      nextAt += random.between(P, 2.2 * P);
      return;
    }
    transitions += 1;
    leader = { replica, identity: `${one.pod}_${random.uuid()}`, node: one.node };
    write(nextAt, leader.identity, L, true);
    renewedAt = nextAt;
    nextAt += P + latencyMs(random);
  }

  function renew(identity: string): void {
    if (!api.isUp()) {
      nextAt += P;
      if (nextAt - renewedAt <= P + D) return;
      // It gives up and cannot say so.
      leader = null;
      releasedAt = null;
      awaitTakeover(nextAt);
      return;
    }
    write(nextAt, identity, L, false);
    renewedAt = nextAt;
    nextAt += P + latencyMs(random);
  }

  return {
    namespace,
    name,
    releases: false,
    nodeOf: () => leader?.node ?? null,
    play(now) {
      while (nextAt <= now) {
        if (leader === null) takeOver();
        else renew(leader.identity);
      }
    },
    ended(replica, at) {
      if (leader?.replica !== replica) return;
      leader = null;
      releasedAt = this.releases ? at : null;
      if (this.releases) write(at, '', 1000, false);
      awaitTakeover(at);
    },
    loseTry() {
      if (leader !== null) nextAt += P;
    },
  };
}
