/** What a healthy cluster does in a day: renewals, rollouts, drained nodes that reboot, API servers that restart. */
import { type LeaseRecord, leaseKey } from '../../lib/lease/record.ts';
import type { Random } from '../../lib/simulator/random.ts';
import type { Election, Replica, Workload } from './healthy-elections.ts';
import { createWorkloads, podName } from './healthy-workloads.ts';
import { recordOf, type Writes, wayMs } from './healthy-writes.ts';

const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const NODES_NAMESPACE = 'kube-node-lease';
/** Clocks that are kept in time are this near to each other, ms. */
const CLOCKS_WITHIN_MS = 20;

type Node = { name: string; offsetMs: number; sentAt: number; nextAt: number };
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
  let slowMs = (_sentAt: number): number => 0;

  const api: Writes = {
    isUp: () => now >= downUntil,
    wayMs: (sentAt) => wayMs(random) + slowMs(sentAt),
    write(record, at) {
      records.set(leaseKey(record), record);
      listener().written(record, at);
    },
  };
  const nodes: Node[] = Array.from({ length: size.nodes }, (_, index) => ({
    name: `node-${index}`,
    offsetMs: random.between(-CLOCKS_WITHIN_MS, CLOCKS_WITHIN_MS),
    sentAt: startsAt,
    nextAt: startsAt + random.between(0, 10 * SECOND),
  }));
  const apiservers: ApiServer[] = Array.from({ length: 3 }, () => ({
    name: `apiserver-${random.text(26, 'abcdefghijklmnopqrstuvwxyz234567')}`,
    nextAt: startsAt + random.between(0, 10 * SECOND),
    isUp: true,
  }));
  const workloads = createWorkloads(size.elections, { random, api, startsAt, replace: newReplica });
  const elections = workloads.flatMap((workload) => workload.elections);
  const byName = new Map(elections.map((one) => [`${one.namespace}/${one.name}`, one]));

  /** Replicas of one workload run on different nodes; one of a DaemonSet stays on its own. */
  function newReplica(workload: Workload, place: number, startedAt: number): Replica {
    const before = workload.replicas[place];
    const pod = podName(workload, place, random);
    if (workload.kind === 'nodes' && before !== undefined) return { pod, node: before.node, startedAt };
    const taken = workload.replicas.filter((_, index) => index !== place).map(({ node }) => node);
    const isFree = ({ name }: Node) => !cordoned.has(name) && !taken.includes(name);
    // Nearly all are free: the first that is hit will do.
    let node = random.pick(nodes);
    for (let tries = 0; tries < 100 && node !== undefined && !isFree(node); tries++)
      node = random.pick(nodes);
    return { pod, node: node?.name ?? 'node-0', startedAt };
  }

  function heartbeat(node: Node): void {
    const claimedAt = node.sentAt + node.offsetMs;
    const names = { namespace: NODES_NAMESPACE, name: node.name, uid: node.name, holder: node.name };
    const over = { ...names, class: 'node-heartbeat' as const, durationSeconds: 40 };
    api.write(recordOf(over, claimedAt, node.nextAt), node.nextAt);
  }

  function renewIdentity({ name, nextAt }: ApiServer): void {
    const names = { namespace: 'kube-system', name, uid: `uid-${name}`, holder: `${name}_1` };
    const over = { ...names, class: 'apiserver' as const, durationSeconds: 3600 };
    api.write(recordOf(over, nextAt - api.wayMs(nextAt), nextAt), nextAt);
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
    workload.replicas[place] = newReplica(workload, place, now + afterMs);
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
          // A period from when it was sent, as the kubelet waits (field guide §4).
          node.sentAt += random.between(10 * SECOND, 10.4 * SECOND);
          node.nextAt = node.sentAt + api.wayMs(node.sentAt);
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
    /** All API servers: by so much, ms, for a request that is sent then. */
    slowDown(byMs: (sentAt: number) => number): void {
      slowMs = byMs;
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
    /** It goes on to be there, and does nothing; answers its identity's name. */
    hang(index: number): string {
      const one = apiservers[index];
      if (one !== undefined) one.isUp = false;
      return one?.name ?? '';
    },
    /** Its kubelet renews nothing for so long. */
    silence(index: number, forMs: number): void {
      const node = nodes[index];
      if (node === undefined) return;
      node.sentAt = now + forMs;
      node.nextAt = node.sentAt + api.wayMs(node.sentAt);
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
    /** But for DaemonSets, whose Pods stay until the node is down. */
    drain(index: number): void {
      for (const workload of workloads.filter(({ kind }) => kind !== 'nodes'))
        for (const [place, { node }] of workload.replicas.entries())
          if (node === `node-${index}`) replace(workload, place, random.between(5, 20) * SECOND);
    },
    /** Its kubelet is not heard of for so long, and renews as soon as it runs again. */
    reboot(index: number, forMs: number): void {
      const node = nodes[index];
      if (node === undefined) return;
      node.sentAt = now + forMs;
      node.nextAt = node.sentAt + api.wayMs(node.sentAt);
      for (const { replicas, elections: own } of workloads)
        for (const [place, replica] of replicas.entries()) {
          if (replica.node !== node.name) continue;
          replica.startedAt = Math.max(replica.startedAt, now + forMs);
          for (const election of own) election.ended(place, now, true);
        }
    },
  };
}
