/**
 * Judges what the watch brought, about once a second: findings become alerts, and who looks is told of what changed. A
 * round that fails is told in the log and the next one begins anew.
 */
import type { Alert } from '../alert/alert.ts';
import { createAlertBook } from '../alert/alert-book.ts';
import { indexAlerts, leasesChanged } from '../alert/alert-index.ts';
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../alert/rule-settings.ts';
import { mayJudge } from '../alert/settling.ts';
import {
  type ClusterSight,
  minorOf,
  type ReceiverFacts,
  type RulesFacts,
  type StoreFacts,
} from '../detect/cluster-sight.ts';
import type { Finding } from '../detect/finding.ts';
import type { FormerSight } from '../detect/former-holder.ts';
import type { ClockSight } from '../detect/holder-clock.ts';
import type { GoneSight } from '../detect/holder-gone.ts';
import { judge } from '../detect/judge.ts';
import type { LegacyLock } from '../detect/legacy-lock.ts';
import type { StandbySight } from '../detect/no-standby.ts';
import { createNodeClocks } from '../detect/node-clocks.ts';
import { type Settings, sameForAll } from '../detect/rule-settings.ts';
import type { VacantSight } from '../detect/vacant.ts';
import { isSilenced } from '../lease/annotations.ts';
import type { LeaseBook } from '../lease/book.ts';
import { isLive, type ScopeFeed } from '../lease/feed.ts';
import type { Handover } from '../lease/handover.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { AlertMessage } from '../view/alert.ts';
import type { Totals } from '../view/lease-row.ts';
import { createAlertHandovers } from './alert-handovers.ts';
import type { AlertHolders } from './alert-holders.ts';
import { alertMessage } from './alert-message.ts';
import type { AlertPods } from './alert-pods.ts';
import type { AlertStandbys } from './alert-standbys.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { createDeletedLeases } from './deleted-leases.ts';
import type { Log } from './log.ts';
import type { Timers } from './timers.ts';

/** What the evidence suffices for is found within a second; looking at everything twice as often costs twice as much. */
const ROUND_MS = 900;
const FORGET_MS = 60_000;
const NONE: readonly Handover[] = [];
const DEFAULTS = sameForAll(DEFAULT_RULE_SETTINGS);
/** What is resolved is shown for a day. */
const REMEMBER_MS = 86_400_000;

export type JudgingOptions = {
  book: Pick<LeaseBook, 'get' | 'elections' | 'heartbeats'>;
  feeds: () => readonly ScopeFeed[];
  store: () => StoreFacts;
  /** Who is told of alerts; without it nobody. */
  receivers?: () => readonly ReceiverFacts[];
  facts: () => Pick<ClusterFacts, 'kubernetesVersion' | 'permissions'>;
  totals: () => Pick<Totals, 'classes'>;
  holders: AlertHolders;
  /** Asked at each round: they may have changed. Without it the defaults. */
  settings?: () => Settings<RuleSettings>;
  rulesFile?: () => RulesFacts | null;
  pods: AlertPods;
  standbys: AlertStandbys;
  legacyLocks: () => Iterable<LegacyLock>;
  /** What is allowed for when bounding its holder's clock (field guide §8). */
  latencyAllowanceMs: (lease: TrackedLease) => number;
  /** The node that a Lease's holder runs on; null when not known. */
  nodeOf: (lease: TrackedLease) => string | null;
  /** Other alerts fire about it now. */
  rowChanged: (lease: TrackedLease) => void;
  tell: (message: AlertMessage) => void;
  startedAt: number;
  now: () => number;
  timers: Pick<Timers, 'every'>;
  log: Pick<Log, 'error'>;
};
type Sight = ClockSight & GoneSight & FormerSight & StandbySight & VacantSight;
export type Judging = ReturnType<typeof createJudging>;
export type JudgingLook = {
  sight: ClusterSight;
  sightOf: (lease: TrackedLease) => ClockSight;
  settings: Settings<RuleSettings>;
};

export function createJudging(options: JudgingOptions) {
  const { book, holders, pods, now } = options;
  const handovers = createAlertHandovers();
  const deleted = createDeletedLeases({
    exists: (namespace, name) => book.get(namespace, name) !== undefined,
    runs: pods.runs,
    accountOf: pods.accountOf,
  });
  const nodeClocks = createNodeClocks();
  const alerts = createAlertBook({
    timesOf: (rule, finding) => settingsFor(finding).rules[rule],
    isMuted: (finding, at) => isSilenced(leaseOf(finding)?.record.annotations ?? null, at),
    isOff: (finding) => !settingsFor(finding).rules[finding.rule].enabled,
    rememberMs: REMEMBER_MS,
    settled: (finding, at) => mayJudge(finding, { feeds, lease: book.get }, at),
  });
  /** Heartbeats that are not held, kept as they change: to look for them among 60,000 would cost more than all else. */
  const notHeld = new Set<TrackedLease>();
  let feeds: readonly ScopeFeed[] = [];
  let settings = DEFAULTS;
  /** By scope. */
  let allowances: number[] = [];
  let index = indexAlerts([]);
  let forgottenAt = Number.NEGATIVE_INFINITY;
  let changes = 0;
  let failure = '';
  let stop = (): void => undefined;
  let longestMs = 0;
  const spent = { rounds: 0, failures: 0, totalMs: 0 };

  function* heartbeatsNotHeld(): Iterable<TrackedLease> {
    for (const lease of notHeld) {
      // Before it is silent for long enough to be told: whether it is cordoned is known by then.
      const live = isLive(feeds[lease.scope]?.state ?? 'starting');
      if (live && lease.class === 'node-heartbeat') holders.exists(lease);
      yield lease;
    }
  }

  function clusterSight(at: number): ClusterSight {
    const { kubernetesVersion, permissions } = options.facts();
    return {
      now: at,
      startedAt: options.startedAt,
      thresholds: settings.all.cluster,
      feeds,
      store: options.store(),
      rulesFile: options.rulesFile?.() ?? null,
      permissions,
      receivers: options.receivers?.() ?? [],
      elections: book.elections,
      heartbeats: book.heartbeats,
      heartbeatsNotHeld,
      nodes: options.totals().classes['node-heartbeat'],
      cordoned: holders.cordoned(),
      kubernetesMinor: minorOf(kubernetesVersion),
      nodeOf: options.nodeOf,
      holderExists: holders.exists,
      deleted: () => deleted.all(at),
      legacyLocks: options.legacyLocks,
    };
  }

  function findings(at: number): Finding[] {
    return judge(clusterSight(at), (lease) => sightOf(lease, at), nodeClocks, settings).map(withNode);
  }

  function leaseOf({ subject: { namespace, name } }: Finding): TrackedLease | undefined {
    return namespace === null || name === null ? undefined : book.get(namespace, name);
  }

  /** What is about no single Lease, or about one that is gone, is judged as all are. */
  function settingsFor(finding: Finding): RuleSettings {
    const lease = leaseOf(finding);
    return lease === undefined ? settings.all : settings.of(lease);
  }

  /** Made for thousands of Leases about once a second. */
  function sightOf(lease: TrackedLease, at: number): Sight {
    allowances[lease.scope] ??= options.latencyAllowanceMs(lease);
    const own = lease.elects ? handovers.of(lease.record) : NONE;
    return {
      lease,
      now: at,
      thresholds: settings.of(lease).thresholds,
      handovers: own,
      latencyAllowanceMs: allowances[lease.scope] ?? 0,
      goneHolder: lease.state === 'expired' ? pods.goneHolder(lease) : null,
      formerHolder: own.length === 0 ? null : pods.formerHolder(lease, own.at(-1)),
      standbys: options.standbys.of(lease),
      account: lease.state === 'vacant' ? pods.accountOf(lease.record) : null,
    };
  }

  /** Where its holder runs, as far as that is known: what is slow on one node explains what runs there. */
  function withNode(finding: Finding): Finding {
    const { namespace, name, node, holder } = finding.subject;
    if (namespace === null || name === null || node !== null || holder === null) return finding;
    const lease = book.get(namespace, name);
    const known = lease?.holder === holder ? options.nodeOf(lease) : null;
    return known === null ? finding : { ...finding, subject: { ...finding.subject, node: known } };
  }

  function tell(changed: readonly Alert[], at: number): void {
    if (changed.length === 0) return;
    changes += 1;
    const before = index;
    index = indexAlerts(alerts.alerts());
    for (const name of leasesChanged(before, index, changed)) {
      const slash = name.indexOf('/');
      const lease = book.get(name.slice(0, slash), name.slice(slash + 1));
      if (lease !== undefined) options.rowChanged(lease);
    }
    const message = alertMessage(changed, index, at);
    if (message !== null) options.tell(message);
  }

  function round(): void {
    const at = now();
    try {
      feeds = options.feeds();
      settings = options.settings?.() ?? DEFAULTS;
      allowances = [];
      if (at - forgottenAt >= FORGET_MS) {
        forgottenAt = at;
        handovers.forget(at);
      }
      tell(alerts.found(findings(at), at), at);
      failure = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Each mistake is told once.
      if (message !== failure) options.log.error({ err: error }, 'judging failed');
      failure = message;
      spent.failures += 1;
    }
    const tookMs = now() - at;
    spent.rounds += 1;
    spent.totalMs += tookMs;
    longestMs = Math.max(longestMs, tookMs);
  }

  return {
    start(): void {
      stop = options.timers.every(ROUND_MS, round);
    },
    stop: (): void => stop(),
    /** `lease`: as it was then; null of what only an earlier run saw. */
    handover(handover: Handover, lease: TrackedLease | null = null): void {
      handovers.add(handover);
      deleted.add(handover, lease);
    },
    /** To be told of each change of a state. */
    rowChanged(lease: TrackedLease): void {
      if (lease.elects || lease.state === 'held') notHeld.delete(lease);
      else notHeld.add(lease);
    },
    removed: (lease: TrackedLease): void => void notHeld.delete(lease),
    /** Firing, pending, then what was resolved in the last day, newest first. */
    all: alerts.alerts,
    /** Another number each time something that is told of them changed. */
    changes: (): number => changes,
    /** What is judged by, as of now, for whoever looks how near it all is to its limits. */
    look(at: number): JudgingLook {
      feeds = options.feeds();
      return { sight: clusterSight(at), sightOf: (lease) => sightOf(lease, at), settings };
    },
    consequencesOf: (id: string): number => index.consequences.get(id) ?? 0,
    /** Ids of those that fire about a Lease and are not silenced. */
    idsOf: ({ namespace, name }: { namespace: string; name: string }): string[] =>
      index.byLease.size === 0 ? [] : [...(index.byLease.get(`${namespace}/${name}`) ?? [])],
    counts: () => index.counts,
    left: alerts.left,
    /** How often it judged, how often that failed, and what it took in all, ms. */
    spent: (): { rounds: number; failures: number; totalMs: number } => spent,
    /** The longest round since this was last asked, ms. */
    longestMs(): number {
      const longest = longestMs;
      longestMs = 0;
      return longest;
    },
  };
}
