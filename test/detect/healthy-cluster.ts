/** What a healthy cluster does in a day: renewals, rollouts, drained nodes that reboot, API servers that restart. */
import { type LeaseRecord, leaseKey } from '../../lib/lease/record.ts';
import { NAME_ALPHABET, type Random } from '../../lib/simulator/random.ts';
import {
  createElection,
  type Election,
  latencyMs,
  type Replica,
  recordOf,
  type Timing,
  type Workload,
  type Writes,
} from './healthy-elections.ts';

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const NODES_NAMESPACE = 'kube-node-lease';

/** As well-known users have them (field guide §2). */
const TIMINGS: readonly Timing[] = [
  { leaseClass: 'controller', L: 15 * SECOND, D: 10 * SECOND, P: 2 * SECOND },
  { leaseClass: 'csi', L: 15 * SECOND, D: 10 * SECOND, P: 5 * SECOND },
  { leaseClass: 'controller', L: 137 * SECOND, D: 107 * SECOND, P: 26 * SECOND },
  { leaseClass: 'sharded', L: 60 * SECOND, D: 40 * SECOND, P: 10 * SECOND },
  { leaseClass: 'controller', L: 45 * SECOND, D: 30 * SECOND, P: 2 * SECOND },
];

type Node = { name: string; offsetMs: number; nextAt: number };
type ApiServer = { name: string; nextAt: number; isUp: boolean };
export type Size = { nodes: number; elections: number };
export type Cluster = ReturnType<typeof createCluster>;

export type Listener = {
  written(record: LeaseRecord, at: number): void;
  deleted(record: LeaseRecord, at: number): void;
};

export function createCluster(size: Size, random: Random, startsAt: number, listener: () => Listener) {
  const records = new Map<string, LeaseRecord>();
  const cordoned = new Set<string>();
  let postponed: { workload: Workload; place: number; afterMs: number }[] = [];
  let downUntil = Number.NEGATIVE_INFINITY;
  let now = startsAt;

  const api: Writes = {
    isUp: () => now >= downUntil,
    write(record, at) {
      records.set(leaseKey(record), record);
      listener().written(record, at);
    },
  };
  const nodes: Node[] = Array.from({ length: size.nodes }, (_, index) => ({
    name: `node-${index}`,
    offsetMs: random.between(-20, 20),
    nextAt: startsAt + random.between(0, 10 * SECOND),
  }));
  const apiservers: ApiServer[] = Array.from({ length: 3 }, () => ({
    name: `apiserver-${random.text(26, 'abcdefghijklmnopqrstuvwxyz234567')}`,
    nextAt: startsAt + random.between(0, 10 * SECOND),
    isUp: true,
  }));
  const workloads = createWorkloads();
  const elections = workloads.flatMap((workload) => workload.elections);
  const byName = new Map(elections.map((one) => [`${one.namespace}/${one.name}`, one]));

  /** Replicas of one workload run on different nodes. */
  function createReplica(workload: string, startedAt: number, others: readonly Replica[]): Replica {
    const taken = others.map(({ node }) => node);
    const free = nodes.filter(({ name }) => !cordoned.has(name) && !taken.includes(name));
    const pod = `${workload}-${random.text(10, NAME_ALPHABET)}-${random.text(5, NAME_ALPHABET)}`;
    return { pod, node: random.pick(free)?.name ?? 'node-0', startedAt };
  }

  /** Every fifth elects by three Leases. */
  function createWorkloads(): Workload[] {
    const made: Workload[] = [];
    for (let left = size.elections; left > 0; ) {
      const name = `controller-${made.length}`;
      const timing = TIMINGS[made.length % 8] ?? TIMINGS[0];
      if (timing === undefined) break;
      const replicas: Replica[] = [];
      while (replicas.length < 2 + (made.length % 2)) replicas.push(createReplica(name, startsAt, replicas));
      const workload: Workload = { name, replicas, elections: [] };
      const count = Math.min(left, made.length % 5 === 4 ? 3 : 1);
      for (let i = 0; i < count; i++) {
        const lease = `${name}-${i}-lock`;
        workload.elections.push(createElection(lease, workload, timing, random, api, startsAt));
      }
      left -= count;
      made.push(workload);
    }
    return made;
  }

  function heartbeat(node: Node): void {
    const claimedAt = node.nextAt - latencyMs(random) + node.offsetMs;
    const names = { namespace: NODES_NAMESPACE, name: node.name, uid: node.name, holder: node.name };
    const over = { ...names, class: 'node-heartbeat' as const, durationSeconds: 40 };
    api.write(recordOf(over, claimedAt, node.nextAt), node.nextAt);
  }

  function renewIdentity({ name, nextAt }: ApiServer): void {
    const names = { namespace: 'kube-system', name, uid: `uid-${name}`, holder: `${name}_1` };
    const over = { ...names, class: 'apiserver' as const, durationSeconds: 3600 };
    api.write(recordOf(over, nextAt - latencyMs(random), nextAt), nextAt);
  }

  /**
   * The Pod in this place ends, and another one takes the place `afterMs` later; with a surge it is there already.
   * Not before the others are ready, as rollouts and disruption budgets have it, nor without an API server.
   */
  function replace(workload: Workload, place: number, afterMs: number): void {
    const others = workload.replicas.filter((_, index) => index !== place);
    if (!api.isUp() || others.some(({ startedAt }) => startedAt > now)) {
      postponed.push({ workload, place, afterMs });
      return;
    }
    workload.replicas[place] = createReplica(workload.name, now + afterMs, others);
    for (const election of workload.elections) election.ended(place, now);
  }

  return {
    records: () => records.values(),
    workloads,
    cordoned,
    isUp: api.isUp,
    electionOf: (name: string): Election | undefined => byName.get(name),
    play(until: number): void {
      now = until;
      for (const node of nodes) {
        while (node.nextAt <= now) {
          if (api.isUp()) heartbeat(node);
          node.nextAt += random.between(10 * SECOND, 10.4 * SECOND);
        }
      }
      for (const one of apiservers) {
        while (one.nextAt <= now) {
          if (api.isUp() && one.isUp) renewIdentity(one);
          one.nextAt += 10 * SECOND;
        }
      }
      for (const election of elections) election.play(now);
      const waiting = postponed;
      postponed = [];
      for (const { workload, place, afterMs } of waiting) replace(workload, place, afterMs);
    },
    /** All API servers at once, or the only one that there is. */
    stopAll(forMs: number): void {
      downUntil = now + forMs;
    },
    /** From 1.35 on its identity is deleted at its end; who spoke to it loses `tries`. */
    stopOne(index: number, tries: number): void {
      const one = apiservers[index];
      if (one === undefined) return;
      one.isUp = false;
      const record = records.get(`kube-system/${one.name}`);
      records.delete(`kube-system/${one.name}`);
      if (record !== undefined) listener().deleted(record, now);
      for (const [at, election] of elections.entries())
        if (at % 3 === index) for (let i = 0; i < tries; i++) election.loseTry();
    },
    startOne(index: number): void {
      const one = apiservers[index];
      if (one === undefined) return;
      one.isUp = true;
      one.nextAt = now;
    },
    rollOne: (workload: Workload, place: number): void => replace(workload, place, -10 * SECOND),
    cordon: (index: number): void => void cordoned.add(`node-${index}`),
    uncordon: (index: number): void => void cordoned.delete(`node-${index}`),
    drain(index: number): void {
      for (const workload of workloads)
        for (const [place, { node }] of workload.replicas.entries())
          if (node === `node-${index}`) replace(workload, place, random.between(5, 20) * SECOND);
    },
    /** Its kubelet is not heard of for so long, and renews as soon as it runs again. */
    reboot(index: number, forMs: number): void {
      const node = nodes[index];
      if (node !== undefined) node.nextAt = now + forMs;
    },
  };
}
