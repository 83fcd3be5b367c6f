/**
 * Who held each Lease of the demo cluster in the day before it begins, so that the last of them is who holds it
 * then. Only who and when: how it comes to that is played by electors (`past-election.ts`).
 */
import { identityOf } from './identity.ts';
import { objectKey } from './object.ts';
import { EARLIER, type EarlierChange, PAST_MS } from './past-story.ts';
import { NAME_ALPHABET, type Random } from './random.ts';
import type { ElectionSpec } from './topology.ts';
import type { Replica, WorkloadSpec } from './workload.ts';

/** A Lease as the cluster has it at its beginning; `acquiredAt` as its holder claims, epoch ms. */
export type BeginningLease = {
  namespace: string;
  name: string;
  uid: string;
  holder: string;
  transitions: number;
  acquiredAt: number;
};

export type PastTenure = {
  identity: string;
  /** Null for a name that somebody wrote by hand. */
  replica: Replica | null;
  /** Its first write, true time, epoch ms; may lie before the past that is played. */
  from: number;
  transitions: number;
  /** What ended it; null for the one that is still there at the beginning. */
  end: EarlierChange['how'] | null;
};

export type PastLease = {
  spec: ElectionSpec;
  uid: string;
  /** Oldest first; never empty. */
  tenures: PastTenure[];
};

const SECOND = 1_000;
const DAY_MS = 86_400_000;

/** `beginsAt`: true time at which the cluster begins. Leases that nobody holds then have no past. */
export function planPast(options: {
  elections: readonly ElectionSpec[];
  workloads: readonly WorkloadSpec[];
  leases: readonly BeginningLease[];
  beginsAt: number;
  random: Random;
}): PastLease[] {
  const { beginsAt, random } = options;
  const workloads = new Map(options.workloads.map((one) => [objectKey(one.namespace, one.name), one]));
  const leases = new Map(options.leases.map((one) => [objectKey(one.namespace, one.name), one]));
  const pods = new Map<string, string>();

  /** Another Pod than the one that runs at the beginning; processes that share it have it in common. */
  function earlierReplica(workload: WorkloadSpec, index: number, at: number): Replica {
    const { pod = '', node = '' } = workload.replicas[index % workload.replicas.length] ?? {};
    const key = `${workload.namespace}/${workload.name}/${node}/${Math.round((beginsAt - at) / (10 * SECOND))}`;
    const name =
      workload.kind === 'deployment'
        ? (pods.get(key) ?? `${pod.slice(0, pod.lastIndexOf('-'))}-${random.text(5, NAME_ALPHABET)}`)
        : pod;
    pods.set(key, name);
    return { workload, node, pod: name, podIp: '', restarts: 0 };
  }

  return options.elections.flatMap((spec) => {
    const lease = leases.get(objectKey(spec.namespace, spec.name));
    const workload = workloads.get(spec.workload);
    if (lease === undefined || lease.holder === '' || workload === undefined) return [];
    const { pod = '', node = '' } = workload.replicas[spec.holder] ?? {};
    const replica: Replica = { workload, node, pod, podIp: '', restarts: 0 };
    const tenures: PastTenure[] = [
      {
        identity: lease.holder,
        replica,
        from: lease.acquiredAt,
        transitions: lease.transitions,
        end: null,
      },
    ];
    const changes = changesOf(spec, lease.acquiredAt, beginsAt);
    let index = spec.holder;
    for (const [place, { at, how, byHand }] of changes.entries()) {
      const [next] = tenures;
      if (next === undefined || next.transitions === 0) break;
      index += 1;
      const before = byHand === undefined ? earlierReplica(workload, index, at) : null;
      tenures.unshift({
        identity: before === null ? (byHand ?? '') : identityOf(spec.identity, before, random),
        replica: before,
        from: changes[place + 1]?.at ?? at - random.between(1, 6) * DAY_MS,
        // Who writes a holder by hand counts nothing.
        transitions: how === 'steal' ? next.transitions : next.transitions - 1,
        end: how,
      });
    }
    return [{ spec, uid: lease.uid, tenures }];
  });
}

/** The changes of the day before, newest first. */
function changesOf(
  spec: ElectionSpec,
  acquiredAt: number,
  beginsAt: number,
): (Omit<EarlierChange, 'age'> & { at: number })[] {
  const how = spec.releases ? 'release' : 'crash';
  if (acquiredAt < beginsAt - PAST_MS) return [];
  const earlier = EARLIER[objectKey(spec.namespace, spec.name)] ?? [];
  return [
    { at: acquiredAt, how },
    ...earlier.map(({ age, ...change }) => ({ ...change, at: beginsAt - age * SECOND })),
  ];
}
