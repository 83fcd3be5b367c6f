/**
 * What happened in the demo cluster in the day before it begins. When the present holders took over is said by
 * the topology: a node was drained then, for one. Ages in seconds before the beginning.
 */
export const PAST_MS = 86_400_000;

/** `how` the tenure before it ended; `byHand`: the name somebody had written there. */
export type EarlierChange = { age: number; how: 'release' | 'crash' | 'steal'; byHand?: string };

/** An operator that ran out of memory again and again for an hour of the night, until its limit was raised. */
const FLAPPING: readonly EarlierChange[] = Array.from({ length: 11 }, (_, index) => ({
  age: 38_400 + (index + 1) * 310 + ((index * 37) % 90),
  how: index % 3 === 2 ? 'crash' : 'release',
}));

/** What came before the last change of a Lease, newest first; by `namespace/name`. */
export const EARLIER: Readonly<Record<string, readonly EarlierChange[]>> = {
  'payments/8f2c91ab.payments.example.com': FLAPPING,
  // Both moves fell into the time in which nobody watched.
  'kube-system/plndr-cp-lock': [{ age: 5_580, how: 'release' }],
  'argo-rollouts/argo-rollouts-controller-lock': [{ age: 57_630, how: 'crash' }],
  'keda/operator.keda.sh': [{ age: 71_040, how: 'release' }],
  'crossplane-system/crossplane-leader-election-core': [
    { age: 46_975, how: 'crash', byHand: 'crossplane-by-hand' },
    { age: 46_992, how: 'steal' },
  ],
};

/** Nobody watched: an upgrade of Tenure, say. */
export const UNWATCHED = { from: 5_770, to: 5_110 } as const;

/** The API server took long over every write: renewals were late, hardly any lock was lost. */
export const SLOW = { from: 2_460, to: 2_160, requestMs: 6_200 } as const;
