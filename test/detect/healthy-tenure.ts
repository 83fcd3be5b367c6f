/** One run of Tenure's pure core on a played clock: a lease book, what is judged of it, and the alerts. Epoch ms. */
import type { Alert } from '../../lib/alert/alert.ts';
import { createAlertBook } from '../../lib/alert/alert-book.ts';
import { defaultTimes } from '../../lib/alert/alert-times.ts';
import { mayJudge } from '../../lib/alert/settling.ts';
import type { ClusterSight, StoreFacts } from '../../lib/detect/cluster-sight.ts';
import { DEFAULT_CLUSTER_THRESHOLDS } from '../../lib/detect/cluster-thresholds.ts';
import type { Finding } from '../../lib/detect/finding.ts';
import type { FormerSight } from '../../lib/detect/former-holder.ts';
import type { ClockSight } from '../../lib/detect/holder-clock.ts';
import type { GoneSight } from '../../lib/detect/holder-gone.ts';
import { judge } from '../../lib/detect/judge.ts';
import type { StandbySight } from '../../lib/detect/no-standby.ts';
import { createNodeClocks } from '../../lib/detect/node-clocks.ts';
import { DEFAULT_THRESHOLDS } from '../../lib/detect/thresholds.ts';
import { type BookListener, createLeaseBook } from '../../lib/lease/book.ts';
import { knownOf } from '../../lib/lease/continuity.ts';
import { blankFeed, type FeedState, type ScopeFeed } from '../../lib/lease/feed.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { KnownLease } from '../../lib/lease/known.ts';
import { type LeaseRecord, leaseKey } from '../../lib/lease/record.ts';
import type { TrackedLease } from '../../lib/lease/tracked.ts';

const HOUR_MS = 3_600_000;

export type Facts = Pick<
  ClusterSight,
  'nodes' | 'cordoned' | 'kubernetesMinor' | 'nodeOf' | 'holderExists' | 'legacyLocks'
> & {
  store?: StoreFacts;
  permissions?: ClusterSight['permissions'];
  /** What is known of one Lease besides: of Pods and the like. */
  about?: (lease: TrackedLease) => Partial<GoneSight & FormerSight & StandbySight>;
};
export type Tenure = ReturnType<typeof createTenure>;

/** What one run leaves to the next, as the history keeps it. */
export type Left = {
  alerts: readonly Alert[];
  handovers: ReadonlyMap<string, Handover[]>;
  known: readonly KnownLease[];
  watchedUntil: number | null;
};
export const NOTHING_LEFT: Left = { alerts: [], handovers: new Map(), known: [], watchedUntil: null };

/** `left`: by the run before. `facts` are asked anew at each judgement. */
export function createTenure(startedAt: number, facts: () => Facts, left: Left) {
  const handovers = new Map(left.handovers);
  const causes = new Map<string, number>();
  /** Kept as they change: there are thousands of heartbeats. */
  const notHeld = new Set<TrackedLease>();
  const listener: BookListener = {
    rowChanged(lease) {
      if (lease.elects || lease.state === 'held') notHeld.delete(lease);
      else notHeld.add(lease);
    },
    renewed: () => undefined,
    removed: (lease) => void notHeld.delete(lease),
    handover(handover) {
      if (handover.to === null || handover.cause === 'first') return;
      causes.set(handover.cause, (causes.get(handover.cause) ?? 0) + 1);
      const key = leaseKey(handover);
      const kept = (handovers.get(key) ?? []).filter(
        ({ id, at }) => id !== handover.id && at > handover.at - HOUR_MS,
      );
      handovers.set(key, [...kept, handover]);
    },
  };
  const book = createLeaseBook(listener, { remembers: true, draw: () => 0 });
  const scope = book.addScope();
  book.trustStamps();
  scope.serverClock({ lower: -20, upper: 20, roundTripMs: 50 });
  let feed: ScopeFeed = blankFeed(null, 'starting', startedAt);
  /** What came while the watch was lost, to be resumed. */
  let backlog: { record: LeaseRecord; at: number }[] = [];
  const tell = (over: Partial<ScopeFeed>): void => {
    feed = { ...feed, ...over };
    scope.feed(feed);
  };

  const alerts = createAlertBook({
    timesOf: defaultTimes,
    rememberMs: 24 * HOUR_MS,
    settled: (finding, at) => mayJudge(finding, { feeds: [feed], lease: book.get }, at),
  });
  alerts.restore(left.alerts);
  const nodeClocks = createNodeClocks();

  /** As the server does: where its holder runs, as far as that is known. */
  function withNode(finding: Finding): Finding {
    const { namespace, name, node, holder } = finding.subject;
    if (namespace === null || name === null || node !== null || holder === null) return finding;
    const lease = book.get(namespace, name);
    const known = lease?.holder === holder ? facts().nodeOf(lease) : null;
    return known === null ? finding : { ...finding, subject: { ...finding.subject, node: known } };
  }

  const list = (records: Iterable<LeaseRecord>, now: number, blindFrom: number | null): void => {
    scope.listStarted();
    scope.listed([...records], now);
    scope.listDone({ at: now, blindFrom });
  };

  return {
    causes,
    alerts: alerts.alerts,
    start(records: Iterable<LeaseRecord>, now: number): void {
      list(records, now, null);
      tell({ state: 'live', since: now, provenAt: now });
      const { known, watchedUntil } = left;
      book.join(0, { known, watchedUntil: () => watchedUntil, readAt: now, clocksApartMs: 0 });
    },
    leave(): Left {
      const known = [...book.elections()].map((lease) => knownOf(lease, feed.provenAt ?? startedAt, null));
      return { alerts: alerts.alerts(), handovers, known, watchedUntil: feed.provenAt };
    },
    written(record: LeaseRecord, at: number): void {
      if (feed.state === 'live') scope.changed(record, at, false);
      else backlog.push({ record, at });
    },
    deleted(record: LeaseRecord, at: number): void {
      if (feed.state === 'live') scope.deleted(record, at, false);
    },
    lost(now: number, state: FeedState = 'stale'): void {
      tell({ state, since: now, lostAt: feed.provenAt });
    },
    get: book.get,
    /** As time goes by and nothing is heard: whether the watch is to be probed. */
    sweep: (now: number): boolean => book.sweep(now).length > 0,
    /** The watch goes on from where it was, or everything is listed anew. */
    back(now: number, relisted: Iterable<LeaseRecord> | null): void {
      if (relisted !== null) list(relisted, now, feed.provenAt);
      else for (const { record } of backlog) scope.changed(record, now, true);
      backlog = [];
      tell({ state: 'live', since: now, provenAt: now, reconnects: feed.reconnects + 1 });
    },
    /** Something was heard of the watch: events, or a bookmark. */
    proved(now: number): void {
      if (feed.state !== 'live') return;
      feed = { ...feed, provenAt: now, lastEventAt: now };
      scope.proved(now);
      book.sweep(now);
    },
    judge(now: number): Alert[] {
      const { store, permissions, about, ...known } = facts();
      const found = judge(
        {
          ...known,
          now,
          startedAt,
          thresholds: DEFAULT_CLUSTER_THRESHOLDS,
          feeds: [feed],
          store: store ?? { state: 'ready', since: startedAt, error: null, waiting: 0, lost: 0 },
          permissions: permissions ?? { pods: 'granted', nodes: 'granted' },
          elections: book.elections,
          heartbeats: book.heartbeats,
          heartbeatsNotHeld: () => notHeld,
        },
        (lease): ClockSight => ({
          lease,
          now,
          thresholds: DEFAULT_THRESHOLDS,
          handovers: handovers.size === 0 ? [] : (handovers.get(leaseKey(lease.record)) ?? []),
          latencyAllowanceMs: book.judging(lease).latencyAllowanceMs,
          ...about?.(lease),
        }),
        nodeClocks,
      );
      return alerts.found(found.map(withNode), now);
    },
  };
}
