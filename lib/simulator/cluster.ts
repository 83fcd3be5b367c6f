/**
 * The cluster in memory: a store, the processes that write to it, and what can be done to them. Pure but for
 * the timers and the randomness it is given; the HTTP face (`http/server.ts`) is separate.
 */
import { WORKLOADS } from './demo-workloads.ts';
import { createElection, type Election } from './election.ts';
import { FaultError, type ProcessFault, type ServerFault } from './faults.ts';
import { APISERVER, createHeartbeat, type Heartbeat, type HeartbeatConfig, KUBELET } from './heartbeat.ts';
import { createEventRecorder } from './lease-events.ts';
import type { LeaseVersion } from './lease-version.ts';
import { leaveBehind } from './left-behind.ts';
import { createConnection, type ServerLoad } from './network.ts';
import { objectKey } from './object.ts';
import { LETTERS, type Random } from './random.ts';
import { createStore, type Store } from './store.ts';
import { microTime, secondTime, type Timer, type Timers } from './time.ts';
import { API_SERVERS, ELECTIONS, type ElectionSpec, NODES } from './topology.ts';
import { createWorkloads, type WorkloadSpec } from './workload.ts';

export type Topology = {
  nodes: readonly string[];
  workloads: readonly WorkloadSpec[];
  elections: readonly ElectionSpec[];
  apiServers: readonly { name: string; node: string }[];
};

export const DEMO_TOPOLOGY: Topology = {
  nodes: NODES,
  workloads: WORKLOADS,
  elections: ELECTIONS,
  apiServers: API_SERVERS,
};

/** No process at all: a bare API server. */
export const EMPTY_TOPOLOGY: Topology = { nodes: [], workloads: [], elections: [], apiServers: [] };

export type Cluster = {
  store: Store;
  timers: Timers;
  random: Random;
  /** The API server's clock, epoch ms. */
  serverNow(): number;
  election(lease: string): Election | undefined;
  elections(): readonly Election[];
  /** Throws FaultError when it names nothing that exists. */
  inject(fault: ProcessFault | ServerFault): void;
  stop(): void;
};

export function createCluster(options: { timers: Timers; random: Random; topology?: Topology }): Cluster {
  const { timers, random } = options;
  const topology = options.topology ?? DEMO_TOPOLOGY;
  let serverOffsetMs = 0;
  const nodeOffsetMs = new Map<string, number>();
  const undo = new Set<Timer>();
  const serverNow = () => timers.now() + serverOffsetMs;
  const wallClock = (node: string) => timers.now() + (nodeOffsetMs.get(node) ?? 0);
  const load: ServerLoad = { slowMs: 0, stalledUntil: 0 };
  const store = createStore(serverNow, () => timers.now(), random);
  const workloads = createWorkloads(store, random, () => timers.now());
  const heartbeats = new Map<string, Heartbeat>();
  const elections = new Map<string, Election>();

  function after(ms: number, run: () => void): void {
    const timer = timers.after(ms, () => {
      undo.delete(timer);
      run();
    });
    undo.add(timer);
  }

  const record = createEventRecorder(store, random, serverNow, after);

  function beat(key: string, node: string, config: HeartbeatConfig, ageDays: number): void {
    const sinceMs = random.between(0, config.periodMs);
    store.leases.seed({
      head: {
        ...config.body.metadata,
        namespace: config.namespace,
        creationTimestamp: `${microTime(timers.now() - ageDays * 86_400_000).slice(0, 19)}Z`,
      },
      spec: { ...config.body.spec, renewTime: microTime(wallClock(node) - sinceMs) },
      manager: config.manager,
      writtenAt: timers.now() - sinceMs + 3,
    });
    const connection = createConnection(timers, random, load);
    const heartbeat = createHeartbeat(config, {
      timers,
      random,
      api: store.leases,
      connection,
      wallClock: () => wallClock(node),
    });
    heartbeats.set(key, heartbeat);
    heartbeat.start(config.periodMs - sinceMs);
  }

  function electionOf(lease: string): Election {
    const election = elections.get(lease);
    if (election === undefined)
      throw new FaultError(`there is no election "${lease}"; name one as namespace/name`);
    return election;
  }

  function leaseOf(key: string): LeaseVersion {
    const version = store.leaseTable.get(key);
    if (version === undefined) throw new FaultError(`there is no Lease "${key}"; name one as namespace/name`);
    return version;
  }

  function setClock(node: string, ms: number): void {
    if (!topology.nodes.includes(node)) throw new FaultError(`there is no node "${node}"`);
    nodeOffsetMs.set(node, ms);
  }

  function inject(fault: ProcessFault | ServerFault): void {
    switch (fault.do) {
      case 'crash':
        electionOf(fault.lease).crash(fault.forMs ?? 0);
        return;
      case 'evict':
        electionOf(fault.lease).evict(fault.forMs);
        return;
      case 'release':
        electionOf(fault.lease).release(fault.forMs ?? 0);
        return;
      case 'partition':
        electionOf(fault.lease).partition(fault.forMs);
        return;
      case 'pause':
        electionOf(fault.lease).pause(fault.forMs);
        return;
      case 'scale-to-zero':
        electionOf(fault.lease).scaleToZero(fault.forMs);
        return;
      case 'steal': {
        const lease = leaseOf(fault.lease);
        const holderIdentity = fault.holder ?? `thief-${random.text(5, LETTERS)}`;
        store.leases.patchSpec(
          lease.namespace,
          lease.name,
          { ...lease.spec, holderIdentity },
          'kubectl-edit',
        );
        return;
      }
      case 'delete': {
        const lease = leaseOf(fault.lease);
        store.leases.remove(lease.namespace, lease.name);
        return;
      }
      case 'silence': {
        const heartbeat = heartbeats.get(fault.node);
        if (heartbeat === undefined) throw new FaultError(`there is no node "${fault.node}"`);
        heartbeat.silentUntil(timers.now() + fault.forMs);
        return;
      }
      case 'skew':
        setClock(fault.node, fault.ms);
        if (fault.forMs !== undefined) after(fault.forMs, () => setClock(fault.node, 0));
        return;
      case 'slow':
        load.slowMs = fault.ms;
        after(fault.forMs, () => {
          load.slowMs = 0;
        });
        return;
      case 'stall':
        load.stalledUntil = timers.now() + fault.forMs;
        return;
      case 'server-clock':
        serverOffsetMs = fault.ms;
        return;
      case 'compact':
        store.forgetHistory();
        return;
    }
  }

  const namespaces = [
    'default',
    'kube-system',
    'kube-public',
    'kube-node-lease',
    ...topology.elections.map((e) => e.namespace),
  ];
  for (const name of new Set(namespaces)) {
    const labels = { 'kubernetes.io/metadata.name': name };
    const creationTimestamp = secondTime(timers.now() - 181 * 86_400_000);
    store.namespaces.put(
      { name, labels, creationTimestamp },
      { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
    );
  }
  if (topology.elections.some(({ namespace }) => namespace === 'ingress-nginx'))
    leaveBehind(store, timers.now());
  for (const node of topology.nodes) workloads.addNode(node, node.startsWith('cp-'));
  const replicas = new Map(
    topology.workloads.map((spec) => [objectKey(spec.namespace, spec.name), workloads.add(spec)]),
  );
  for (const node of topology.nodes) {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node, uid: workloads.nodeUid(node) }];
    const body = {
      metadata: { name: node, namespace: 'kube-node-lease', ownerReferences },
      spec: { holderIdentity: node, leaseDurationSeconds: KUBELET.durationSeconds },
    };
    beat(node, node, { namespace: 'kube-node-lease', name: node, manager: 'kubelet', ...KUBELET, body }, 180);
  }
  for (const { name, node } of topology.apiServers) {
    const labels = { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': node };
    const annotations = { 'kubernetes.io/peer-advertise-address': `${workloads.nodeIp(node)}:6443` };
    const body = {
      metadata: { name, namespace: 'kube-system', labels, annotations },
      spec: { holderIdentity: `${name}_${random.uuid()}`, leaseDurationSeconds: APISERVER.durationSeconds },
    };
    beat(name, node, { namespace: 'kube-system', name, manager: 'kube-apiserver', ...APISERVER, body }, 12);
  }
  for (const spec of topology.elections) {
    const sharers = topology.elections.filter((other) => other.workload === spec.workload).length;
    const election = createElection(spec, replicas.get(spec.workload) ?? [], sharers, {
      timers,
      random,
      store,
      load,
      workloads,
      wallClock,
      record,
    });
    elections.set(objectKey(spec.namespace, spec.name), election);
  }

  return {
    store,
    timers,
    random,
    serverNow,
    election: (lease) => elections.get(lease),
    elections: () => [...elections.values()],
    inject,
    stop() {
      for (const timer of undo) timer.cancel();
      undo.clear();
      for (const heartbeat of heartbeats.values()) heartbeat.stop();
      for (const election of elections.values()) election.stop();
    },
  };
}
