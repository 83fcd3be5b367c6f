/** What elects in a healthy cluster: the well-known timings and identities of field guide §2 and §3. */
import { NAME_ALPHABET, type Random } from '../../lib/simulator/random.ts';
import { createCoordinatedElection } from './healthy-coordinated.ts';
import { createElection, type Replica, type Timing, type Workload } from './healthy-elections.ts';
import type { Writes } from './healthy-writes.ts';

const SECOND = 1000;

type Design = Timing & { coordinated?: true };
const COMMON: Design = { leaseClass: 'controller', L: 15 * SECOND, D: 10 * SECOND, P: 2 * SECOND };

/** In turn; the rest of them is as `COMMON`, which most are. */
const DESIGNS: readonly (Design | null)[] = [
  null,
  { ...COMMON, leaseClass: 'csi', P: 5 * SECOND },
  { ...COMMON, L: 137 * SECOND, D: 107 * SECOND, P: 26 * SECOND },
  { ...COMMON, leaseClass: 'sharded', L: 60 * SECOND, D: 40 * SECOND, P: 10 * SECOND },
  { ...COMMON, L: 45 * SECOND, D: 30 * SECOND },
  null,
  { ...COMMON, kind: 'stateful' },
  { ...COMMON, kind: 'nodes', leaseClass: 'virtual-ip' },
  { ...COMMON, leaseClass: 'control-plane', coordinated: true },
  null,
  { ...COMMON, dialect: 'python' },
  { ...COMMON, dialect: 'java' },
  { ...COMMON, leaseClass: 'control-plane' },
  null,
];

export type WorkloadParts = {
  random: Random;
  api: Writes;
  startsAt: number;
  /** Who is to run in this place from `startedAt` on. */
  replace: (workload: Workload, place: number, startedAt: number) => Replica;
};

/** Every fifth elects by three Leases. */
export function createWorkloads(elections: number, parts: WorkloadParts): Workload[] {
  const { random, api, startsAt, replace } = parts;
  const made: Workload[] = [];
  for (let left = elections; left > 0; ) {
    const { coordinated = false, ...timing } = DESIGNS[made.length % DESIGNS.length] ?? COMMON;
    const workload: Workload = {
      name: `controller-${made.length}`,
      kind: timing.kind ?? 'pods',
      replicas: [],
      elections: [],
    };
    const replicas = 2 + (made.length % 2);
    for (let place = 0; place < replicas; place++)
      workload.replicas[place] = replace(workload, place, startsAt);
    const count = Math.min(left, made.length % 5 === 4 ? 3 : 1);
    for (let i = 0; i < count; i++) {
      const one = { name: `${workload.name}-${i}-lock`, workload, timing, random, api, startsAt };
      workload.elections.push(coordinated ? createCoordinatedElection(one) : createElection(one));
    }
    left -= count;
    made.push(workload);
  }
  return made;
}

/** A StatefulSet's Pods are numbered; others have names that are made anew. */
export function podName({ name, kind }: Workload, place: number, random: Random): string {
  if (kind === 'stateful') return `${name}-${place}`;
  return `${name}-${random.text(10, NAME_ALPHABET)}-${random.text(5, NAME_ALPHABET)}`;
}
