/**
 * What is judged by, put together once a round: the cluster as it is at one moment, and each of its Leases with what is
 * remembered and known of it.
 */
import type { RuleSettings } from '../../alert/rule-settings.ts';
import {
  type ClusterSight,
  minorOf,
  type ReceiverFacts,
  type RulesFacts,
  type StoreFacts,
} from '../../detect/cluster-sight.ts';
import type { FormerSight } from '../../detect/former-holder.ts';
import type { ClockSight } from '../../detect/holder-clock.ts';
import type { GoneSight } from '../../detect/holder-gone.ts';
import type { LegacyLock } from '../../detect/legacy-lock.ts';
import type { StandbySight } from '../../detect/no-standby.ts';
import type { Settings } from '../../detect/rule-settings.ts';
import type { VacantSight } from '../../detect/vacant.ts';
import type { LeaseBook } from '../../lease/book.ts';
import { isLive, type ScopeFeed } from '../../lease/feed.ts';
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { Totals } from '../../view/lease-row.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import { createDeletedLeases } from '../leases/deleted-leases.ts';
import { createAlertHandovers } from './alert-handovers.ts';
import type { AlertHolders } from './alert-holders.ts';
import type { AlertPods } from './alert-pods.ts';
import type { AlertStandbys } from './alert-standbys.ts';

const NONE: readonly Handover[] = [];

export type JudgingSources = {
  book: Pick<LeaseBook, 'get' | 'elections' | 'heartbeats' | 'judging'>;
  feeds: () => readonly ScopeFeed[];
  store: () => StoreFacts;
  /** Who is told of alerts; without it nobody. */
  receivers?: () => readonly ReceiverFacts[];
  facts: () => Pick<ClusterFacts, 'kubernetesVersion' | 'permissions'>;
  totals: () => Pick<Totals, 'classes'>;
  holders: AlertHolders;
  rulesFile?: () => RulesFacts | null;
  pods: AlertPods;
  standbys: AlertStandbys;
  legacyLocks: () => Iterable<LegacyLock>;
  /** What is allowed for when bounding its holder's clock (field guide §8). */
  latencyAllowanceMs: (lease: TrackedLease) => number;
  /** The node that a Lease's holder runs on; null when not known. */
  nodeOf: (lease: TrackedLease) => string | null;
  startedAt: number;
};
export type JudgedSight = ClockSight & GoneSight & FormerSight & StandbySight & VacantSight;
export type JudgingSight = ReturnType<typeof createJudgingSight>;

export function createJudgingSight(sources: JudgingSources, defaults: Settings<RuleSettings>) {
  const { book, holders, pods } = sources;
  const handovers = createAlertHandovers();
  const deleted = createDeletedLeases({
    exists: (namespace, name) => book.get(namespace, name) !== undefined,
    runs: pods.runs,
    accountOf: pods.accountOf,
  });
  /** Heartbeats that are not held, kept as they change: to look for them among 60,000 would cost more than all else. */
  const notHeld = new Set<TrackedLease>();
  let feeds: readonly ScopeFeed[] = [];
  let settings = defaults;
  /** By scope. */
  let allowances: number[] = [];

  function* heartbeatsNotHeld(): Iterable<TrackedLease> {
    for (const lease of notHeld) {
      // Before it is silent for long enough to be told: whether it is cordoned is known by then.
      const live = isLive(feeds[lease.scope]?.state ?? 'starting');
      if (live && lease.class === 'node-heartbeat') holders.exists(lease);
      yield lease;
    }
  }

  /** What its versions alone tell; made for thousands of Leases about once a second. */
  function clockOf(lease: TrackedLease, at: number): ClockSight {
    allowances[lease.scope] ??= sources.latencyAllowanceMs(lease);
    return {
      lease,
      now: at,
      thresholds: settings.of(lease).thresholds,
      handovers: lease.elects ? handovers.of(lease.record) : NONE,
      latencyAllowanceMs: allowances[lease.scope] ?? 0,
    };
  }

  function withStandbys(lease: TrackedLease, at: number): ClockSight & StandbySight {
    return { ...clockOf(lease, at), standbys: sources.standbys.of(lease) };
  }

  return {
    /** As things are from now on: to be called before anything is looked at. */
    begin(next: Settings<RuleSettings>): void {
      feeds = sources.feeds();
      settings = next;
      allowances = [];
    },
    feeds: () => feeds,
    settings: () => settings,
    cluster(at: number): ClusterSight {
      const { kubernetesVersion, permissions } = sources.facts();
      return {
        now: at,
        startedAt: sources.startedAt,
        thresholds: settings.all.cluster,
        feeds,
        store: sources.store(),
        rulesFile: sources.rulesFile?.() ?? null,
        permissions,
        receivers: sources.receivers?.() ?? [],
        elections: book.elections,
        heartbeats: book.heartbeats,
        heartbeatsNotHeld,
        nodes: sources.totals().classes['node-heartbeat'],
        cordoned: holders.cordoned(),
        kubernetesMinor: minorOf(kubernetesVersion),
        nodeOf: sources.nodeOf,
        holderExists: holders.exists,
        deleted: () => deleted.all(at),
        legacyLocks: sources.legacyLocks,
      };
    },
    clockOf,
    withStandbys,
    /** With what is known of those who hold it, held it or wait for it: some of that is asked of the API server. */
    of(lease: TrackedLease, at: number): JudgedSight {
      const sight = withStandbys(lease, at);
      const { handovers: own } = sight;
      return {
        ...sight,
        goneHolder: lease.state === 'expired' ? pods.goneHolder(lease) : null,
        formerHolder: own.length === 0 ? null : pods.formerHolder(lease, own.at(-1)),
        provenAt: book.judging(lease).health.provenAt,
        // For the commands of what is wrong then.
        account: lease.state === 'vacant' || lease.state === 'expired' ? pods.accountOf(lease.record) : null,
      };
    },
    /** `lease`: as it was then; null of what only an earlier run saw. */
    handover(handover: Handover, lease: TrackedLease | null): void {
      handovers.add(handover);
      deleted.add(handover, lease);
    },
    forget: handovers.forget,
    /** To be told of each change of a state. */
    rowChanged(lease: TrackedLease): void {
      if (lease.elects || lease.state === 'held') notHeld.delete(lease);
      else notHeld.add(lease);
    },
    removed: (lease: TrackedLease): void => void notHeld.delete(lease),
  };
}
