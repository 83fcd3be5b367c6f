/**
 * A cluster on played time in which everything of a namespace says which one it is, and Tenure's own runtime and store
 * watching it: as whole, and one that was told to watch some namespaces only.
 */

import { EMPTY_TOPOLOGY, type Topology } from '../../lib/simulator/cluster.ts';
import type { LeaseSpec } from '../../lib/simulator/object.ts';
import { microTime } from '../../lib/simulator/time.ts';
import { createWorld, type LoadedBy, type Run, startRun, type World } from '../history/schedule-world.ts';

const NODES = 'kube-node-lease';
/** By namespace a word that stands in every text that anybody could write there. */
export const MARKERS: ReadonlyMap<string, string> = new Map([
  ['team-qk3xa', 'qk3xa'],
  ['team-zw9eb', 'zw9eb'],
  ['team-jv5oc', 'jv5oc'],
  [NODES, 'nd7ud'],
]);
export const NAMESPACES = [...MARKERS.keys()];

const TEAMS = NAMESPACES.filter((namespace) => namespace !== NODES);
const podOf = (team: number): string => `app-5c7bb9d6f-bcdf${team + 4}`;
const podAfter = (namespace: string): string => podOf((TEAMS.indexOf(namespace) + 1) % TEAMS.length);
/** A Pod in each namespace of a team. Its name says nothing, the node that it runs on does. */
const WORKLOADS: Topology['workloads'] = TEAMS.map((namespace, index) => ({
  ...{ namespace, name: 'app', kind: 'deployment', hostNetwork: false, container: 'app', image: 'app:1' },
  replicas: [{ pod: podOf(index), node: `on-${MARKERS.get(namespace)}` }],
}));

export type Deed = 'hand' | 'release' | 'silence' | 'resume' | 'delete';
export type Step = { lease: number; deed: Deed; thenMs: number };

type Writer = {
  namespace: string;
  name: string;
  holder: string;
  silent: boolean;
  turns: number;
  offMs: number;
};

/** `strangers`: one Lease of each team is held by a Pod of another one. */
export function createSightWorld(seed: number, offMs: number, strangers = false) {
  const world = createWorld(seed, { ...EMPTY_TOPOLOGY, workloads: WORKLOADS });
  const { leases } = world.cluster.store;
  const writers: Writer[] = [];

  function spec(one: Writer, over: LeaseSpec = {}): LeaseSpec {
    const now = microTime(world.time.now() + one.offMs);
    if (one.namespace === NODES)
      return { holderIdentity: one.holder, leaseDurationSeconds: 40, renewTime: now, ...over };
    return {
      ...{ holderIdentity: one.holder, leaseDurationSeconds: 15, leaseTransitions: one.turns },
      ...{ acquireTime: now, renewTime: now, ...over },
    };
  }
  function create(one: Writer): void {
    const marker = MARKERS.get(one.namespace) ?? '';
    leases.create(
      one.namespace,
      {
        metadata: {
          name: one.name,
          labels: { team: marker },
          annotations: { 'tenure.dev/class': `no-class-${marker}`, note: `of ${marker}` },
          ...(one.namespace === NODES
            ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: one.name, uid: one.name }] }
            : {}),
        },
        spec: spec(one),
      },
      `manager-${marker}`,
    );
  }
  function write(one: Writer, over: LeaseSpec = {}): void {
    if (leases.find(one.namespace, one.name) === undefined) create(one);
    else leases.patchSpec(one.namespace, one.name, spec(one, over), 'elector');
  }
  function renewAgain(one: Writer, everyMs: number): void {
    world.time.after(everyMs, () => {
      if (!one.silent) write(one);
      renewAgain(one, everyMs);
    });
  }
  for (const [namespace, marker] of MARKERS)
    for (let index = 0; index < 3; index++) {
      const isNode = namespace === NODES;
      const name = isNode ? `node-${marker}-${index}` : `lock-${marker}-${index}`;
      // One names the Pod of another namespace as its holder: whoever may write a Lease may do that.
      const holder = isNode
        ? name
        : index === 1 && strangers
          ? `${podAfter(namespace)}_0`
          : `pod-${marker}-${index}_0`;
      // One clock is off, and in some worlds all of them are.
      const one = { namespace, name, holder, silent: false, turns: 0, offMs: index === 0 ? 9000 : offMs };
      writers.push(one);
      create(one);
      renewAgain(one, isNode ? 10_000 : 2000);
    }

  function act({ lease, deed }: Pick<Step, 'lease' | 'deed'>): void {
    const one = writers[lease % writers.length];
    if (one === undefined) return;
    if (deed === 'silence') one.silent = true;
    else if (deed === 'resume') one.silent = false;
    else if (deed === 'delete') {
      one.silent = true;
      if (leases.find(one.namespace, one.name) !== undefined) leases.remove(one.namespace, one.name);
    } else if (one.namespace === NODES) write(one);
    else if (deed === 'release') {
      one.silent = true;
      write(one, { holderIdentity: '', leaseDurationSeconds: 1 });
    } else {
      one.turns += 1;
      one.holder = `pod-${MARKERS.get(one.namespace)}-${lease}_${one.turns}`;
      one.silent = false;
      write(one);
    }
  }

  return { world, act };
}

/** As one that watches everything, with a rules file whose mistakes name every namespace. */
export function startWhole(world: World, url: string, loading: LoadedBy, rulesFile: string): Run {
  return startRun(world, { url }, 'whole', loading, { TENURE_RULES_FILE: rulesFile });
}

/** As one that was told to watch `namespaces` and no other. */
export function startPart(world: World, url: string, loading: LoadedBy, namespaces: readonly string[]): Run {
  return startRun(world, { url }, 'part', loading, { TENURE_NAMESPACES: namespaces.join(',') });
}
