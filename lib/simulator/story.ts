/**
 * What happens in the demo: something worth seeing within the first half minute, then one thing after the
 * other, in rounds of which each meets others. Times in seconds from the start of a round.
 */
import type { Cluster } from './cluster.ts';
import { FaultError, type ProcessFault, type ServerFault } from './faults.ts';
import type { Timer } from './time.ts';

export type Scene = { at: number; fault: ProcessFault | ServerFault };

const SECOND = 1_000;
const MINUTE = 60_000;

const CRASHING = [
  'kube-system/cilium-operator-resource-lock',
  'argo-rollouts/argo-rollouts-controller-lock',
  'karpenter/karpenter-leader-election',
  'kube-system/cloud-controller-manager',
] as const;
const RELEASING = [
  'kube-system/kube-scheduler',
  'ingress-nginx/ingress-nginx-leader',
  'cert-manager/cert-manager-controller',
] as const;
const SIDECARS = [
  'kube-system/external-attacher-leader-ebs-csi-aws-com',
  'kube-system/ebs-csi-aws-com',
  'kube-system/external-resizer-ebs-csi-aws-com',
] as const;
const FLAPPING = 'payments/8f2c91ab.payments.example.com';

/** One round, told with the cluster's randomness; `round` turns the wheel of who is met. */
export function tellRound(cluster: Cluster, round: number): Scene[] {
  const { random } = cluster;
  const turn = <T>(items: readonly [T, ...T[]]): T => items[round % items.length] ?? items[0];
  const scenes: Scene[] = [];
  const then = (at: number, fault: Scene['fault']) => scenes.push({ at: at + random.between(0, 2), fault });

  then(6, { do: 'crash', lease: turn(CRASHING), forMs: 40 * SECOND });
  then(14, { do: 'release', lease: turn(RELEASING), forMs: 8 * SECOND });
  // An operator whose Pods are replaced again and again: each takes over from the one before.
  for (let i = 0; i < 7; i++) then(30 + i * 24, { do: 'release', lease: FLAPPING, forMs: 5 * SECOND });
  then(50, { do: 'skew', node: turn(['wa-07', 'wb-08', 'wc-05']), ms: 8_000, forMs: 5 * MINUTE });
  then(75, {
    do: 'scale-to-zero',
    lease: turn([
      'keda/operator.keda.sh',
      'tekton-pipelines/controller.tektoncd.pipeline.pkg.reconciler.taskrun.00-of-01',
    ]),
    forMs: 4 * MINUTE,
  });
  // Only one Pod works there: nobody takes over until another one is started in its place, for its node has no room.
  then(130, { do: 'evict', lease: 'kafka/strimzi-cluster-operator', forMs: 110 * SECOND });
  // It loses its lock, and goes on in the same container: whether it knows is not seen.
  then(160, { do: 'partition', lease: 'ingress-nginx/ingress-nginx-leader', forMs: 50 * SECOND });
  then(215, { do: 'crash', lease: turn(SIDECARS), forMs: 30 * SECOND });
  // The API server stalls four times within a minute: every renewal is late, hardly any lock is lost.
  for (const at of [262, 277, 292, 307]) then(at, { do: 'stall', forMs: random.between(7.5, 8.5) * SECOND });
  then(345, {
    do: 'delete',
    lease: turn([
      'crossplane-system/crossplane-leader-election-core',
      'argo-rollouts/argo-rollouts-controller-lock',
    ]),
  });
  then(380, { do: 'silence', node: turn(['wc-09', 'wb-08', 'wa-05']), forMs: 70 * SECOND });
  then(420, { do: 'partition', lease: turn(CRASHING), forMs: 30 * SECOND });
  then(465, { do: 'pause', lease: 'crossplane-system/crossplane-leader-election-core', forMs: 40 * SECOND });
  // Somebody edits the holder by hand: nobody waited, and for a while two may believe that they lead.
  then(498, { do: 'steal', lease: 'karpenter/karpenter-leader-election', holder: 'karpenter-by-hand' });
  return scenes;
}

export const ROUND_MS = 540 * SECOND;

/** Plays rounds until the returned function is called. */
export function playStory(cluster: Cluster): () => void {
  const pending = new Set<Timer>();
  const after = (ms: number, run: () => void) => {
    const timer = cluster.timers.after(ms, () => {
      pending.delete(timer);
      run();
    });
    pending.add(timer);
  };
  const harm = (fault: Scene['fault']) => {
    try {
      cluster.inject(fault);
    } catch (error) {
      // What is not there at the moment, a deleted Lease for instance, cannot be harmed: the scene is left out.
      if (!(error instanceof FaultError)) throw error;
    }
  };
  const play = (round: number) => {
    for (const { at, fault } of tellRound(cluster, round)) after(at * SECOND, () => harm(fault));
    after(ROUND_MS, () => play(round + 1));
  };
  play(0);
  return () => {
    for (const timer of pending) timer.cancel();
    pending.clear();
  };
}
