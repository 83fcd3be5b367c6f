/** What judging is told beside the watch: Pods, those who could take over, locks that are no Leases. All asked behind. */
import type { Lookup } from '../../kube/lookup.ts';
import type { Permissions } from '../../view/status.ts';
import type { HolderPlaces } from '../leases/holder-places.ts';
import { createLegacyLocks, type LegacyLocks } from '../leases/legacy-locks.ts';
import type { Timers } from '../timers.ts';
import { type AlertPods, createAlertPods } from './alert-pods.ts';
import { type AlertStandbys, createAlertStandbys } from './alert-standbys.ts';

export type AlertSources = {
  pods: AlertPods;
  standbys: AlertStandbys;
  legacyLocks: LegacyLocks['locks'];
  start(): void;
  stop(): void;
};

export function createAlertSources(options: {
  places: () => Pick<HolderPlaces, 'seen' | 'refresh'>;
  /** Null without a cluster. */
  lookup: () => Pick<Lookup, 'ownedPods' | 'legacyLocks'> | null;
  permissions: () => Permissions;
  /** TENURE_NAMESPACES; empty for the whole cluster. */
  namespaces: readonly string[];
  isLive: () => boolean;
  now: () => number;
  random: () => number;
  timers: Pick<Timers, 'after'>;
}): AlertSources {
  const { lookup, now, permissions } = options;
  const pods = createAlertPods({ places: options.places, now });
  const { locks, start, stop } = createLegacyLocks({
    ...options,
    read: (resource, namespace, wait) => lookup()?.legacyLocks(resource, namespace, wait) ?? null,
    permission: (resource) => permissions()[resource],
  });
  return {
    pods,
    standbys: createAlertStandbys({
      holderPod: pods.holderPod,
      ownedPods: () => lookup()?.ownedPods ?? null,
      now,
    }),
    legacyLocks: locks,
    start,
    stop,
  };
}
