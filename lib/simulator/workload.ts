/** The Pods that processes run in, and the Nodes below them, as objects of the API. */
import type { OwnerReference } from './object.ts';
import type { PlainBody, PlainMeta } from './plain-version.ts';
import { NAME_ALPHABET, type Random } from './random.ts';
import type { Store } from './store.ts';
import { secondTime } from './time.ts';

export type WorkloadSpec = {
  namespace: string;
  name: string;
  /** `static` Pods belong to their Node; `node` means a process that is known by its Node, Pod or no Pod. */
  kind: 'deployment' | 'daemonset' | 'static';
  hostNetwork: boolean;
  container: string;
  image: string;
  /** Pod names and the Nodes they run on, the first one first. */
  replicas: readonly { pod: string; node: string }[];
};

/** One Pod's place in a workload; its name changes when the Pod is replaced. */
export type Replica = {
  readonly workload: WorkloadSpec;
  readonly node: string;
  pod: string;
  podIp: string;
  restarts: number;
};

export type Workloads = {
  addNode(name: string, controlPlane: boolean): void;
  nodeUid(name: string): string;
  nodeIp(name: string): string;
  add(spec: WorkloadSpec): Replica[];
  /** The container ended and runs again in the same Pod. */
  restarted(replica: Replica): void;
  /** The container ended and does not run. */
  ended(replica: Replica, exitCode: number): void;
  removed(replica: Replica): void;
  /** A new Pod in the place of a removed one; a static Pod keeps its name. */
  replaced(replica: Replica): void;
};

const DAY_MS = 86_400_000;
const KUBELET_VERSION = 'v1.34.2';

export function createWorkloads(store: Store, random: Random, now: () => number): Workloads {
  const nodes = new Map<string, { uid: string; ip: string; podSubnet: number }>();
  const owners = new Map<string, string>();
  const born = now();
  const startedAt = new Map<string, number>();

  const nodeOf = (name: string) => nodes.get(name) ?? { uid: '', ip: '10.0.0.1', podSubnet: 0 };

  function ownerOf(replica: Replica): OwnerReference {
    const { workload } = replica;
    if (workload.kind === 'static') {
      return {
        apiVersion: 'v1',
        kind: 'Node',
        name: replica.node,
        uid: nodeOf(replica.node).uid,
        controller: true,
      };
    }
    const isDaemon = workload.kind === 'daemonset';
    const name = isDaemon ? workload.name : replica.pod.slice(0, replica.pod.lastIndexOf('-'));
    const key = `${workload.namespace}/${name}`;
    const uid = owners.get(key) ?? random.uuid();
    owners.set(key, uid);
    const kind = isDaemon ? 'DaemonSet' : 'ReplicaSet';
    return { apiVersion: 'apps/v1', kind, name, uid, controller: true, blockOwnerDeletion: true };
  }

  function labelsOf({ workload, pod }: Replica): Record<string, string> {
    const name = { 'app.kubernetes.io/name': workload.name };
    if (workload.kind !== 'deployment') return name;
    // Its ReplicaSet ends in the hash of the template, its Pods in five letters more.
    const [hash = ''] = pod.split('-').slice(-2);
    return { ...name, 'pod-template-hash': hash };
  }

  function write(replica: Replica, running: boolean, exitCode: number): void {
    const { workload, pod, node } = replica;
    const key = `${workload.namespace}/${pod}`;
    const at = now();
    const started = secondTime(startedAt.get(key) ?? at);
    const last = {
      terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', finishedAt: secondTime(at) },
    };
    const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type, index) => ({
      type,
      status: running || index < 2 ? 'True' : 'False',
      lastTransitionTime: started,
    }));
    const meta: PlainMeta = {
      name: pod,
      namespace: workload.namespace,
      labels: labelsOf(replica),
      ownerReferences: [ownerOf(replica)],
      creationTimestamp: started,
    };
    const body: PlainBody = {
      spec: {
        containers: [{ name: workload.container, image: workload.image }],
        restartPolicy: 'Always',
        serviceAccountName: workload.name,
        nodeName: node,
        ...(workload.hostNetwork ? { hostNetwork: true } : {}),
      },
      status: {
        phase: 'Running',
        conditions,
        hostIP: nodeOf(node).ip,
        podIP: replica.podIp,
        podIPs: [{ ip: replica.podIp }],
        startTime: started,
        containerStatuses: [
          {
            name: workload.container,
            state: running ? { running: { startedAt: secondTime(at) } } : last,
            lastState: running && replica.restarts > 0 ? last : {},
            ready: running,
            restartCount: replica.restarts,
            image: workload.image,
            started: running,
          },
        ],
      },
    };
    store.pods.put(meta, body);
  }

  function ipFor(workload: WorkloadSpec, node: string): string {
    if (workload.hostNetwork) return nodeOf(node).ip;
    return `10.244.${nodeOf(node).podSubnet}.${2 + Math.floor(random.next() * 250)}`;
  }

  return {
    addNode(name, controlPlane) {
      const index = nodes.size;
      const node = { uid: random.uuid(), ip: `10.0.${controlPlane ? 0 : 1}.${11 + index}`, podSubnet: index };
      nodes.set(name, node);
      const ready = {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
      };
      const labels: Record<string, string> = {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `eu-1${controlPlane ? 'abc'.charAt(index % 3) : name.charAt(1)}`,
        ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      };
      const creationTimestamp = secondTime(born - (180 - index) * DAY_MS);
      store.nodes.put(
        { name, uid: node.uid, labels, creationTimestamp },
        {
          spec: { podCIDR: `10.244.${index}.0/24`, podCIDRs: [`10.244.${index}.0/24`] },
          status: {
            addresses: [
              { type: 'InternalIP', address: node.ip },
              { type: 'Hostname', address: name },
            ],
            conditions: [
              { ...ready, lastTransitionTime: creationTimestamp, lastHeartbeatTime: secondTime(born) },
            ],
            nodeInfo: { kubeletVersion: KUBELET_VERSION, operatingSystem: 'linux', architecture: 'amd64' },
          },
        },
      );
    },
    nodeUid: (name) => nodeOf(name).uid,
    nodeIp: (name) => nodeOf(name).ip,
    add(spec) {
      return spec.replicas.map(({ pod, node }) => {
        const replica: Replica = { workload: spec, node, pod, podIp: ipFor(spec, node), restarts: 0 };
        startedAt.set(`${spec.namespace}/${pod}`, born - random.between(20, 40) * DAY_MS);
        write(replica, true, 0);
        return replica;
      });
    },
    restarted(replica) {
      replica.restarts++;
      write(replica, true, 1);
    },
    ended: (replica, exitCode) => write(replica, false, exitCode),
    removed(replica) {
      store.pods.remove(replica.workload.namespace, replica.pod);
    },
    replaced(replica) {
      const { workload } = replica;
      if (workload.kind !== 'static') {
        replica.pod = `${replica.pod.slice(0, replica.pod.lastIndexOf('-'))}-${random.text(5, NAME_ALPHABET)}`;
        replica.podIp = ipFor(workload, replica.node);
      }
      replica.restarts = 0;
      startedAt.set(`${workload.namespace}/${replica.pod}`, now());
      write(replica, true, 0);
    },
  };
}
