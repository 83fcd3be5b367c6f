/** The part of the runtime that says what is known to who asks: the status, the stream, the metrics. */
import { randomBytes } from 'node:crypto';
import type { History } from '../history/history.ts';
import type { LeaseBook } from '../lease/book.ts';
import type { TrackedLease } from '../lease/tracked.ts';
import type { HistoryStatus, Status } from '../view/status.ts';
import type { Judging } from './alerts/judging.ts';
import type { createNotifying } from './alerts/notifying.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import type { Config } from './config.ts';
import type { RenewalMemory } from './kept/renewal-memory.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/metrics.ts';
import { seenFeed } from './seen/seen-feed.ts';
import { seenRow } from './seen/seen-holder.ts';
import type { Sight } from './sight.ts';
import { buildStatus, leasePermission, seenHistory } from './status.ts';
import { createStreamHub } from './stream/hub.ts';
import type { PlacedRows } from './stream/placed-rows.ts';
import type { Timers } from './timers.ts';

export type AnsweringOptions = {
  config: Config;
  history: History;
  book: LeaseBook;
  watch: ClusterWatch;
  leases: (sight: Sight) => Iterable<TrackedLease>;
  row: PlacedRows['row'];
  renewals: RenewalMemory;
  judging: Judging;
  notifying: ReturnType<typeof createNotifying>;
  facts: () => ClusterFacts;
  startedAt: number;
  /** When anything was watched first, epoch ms. */
  observedSince: () => number | null;
  now: () => number;
  timers: Timers;
  log: Log;
};

export function createAnswering(options: AnsweringOptions) {
  const { config, history, book, watch, judging, notifying, startedAt, now, timers, log } = options;
  let toldHistory = '';
  let toldSeen = '';
  let toldPermissions = '';

  const feed = (sight: Sight) => seenFeed(watch.feed(), sight);
  const status = (sight: Sight = null): Status =>
    buildStatus({
      sight,
      config,
      watch,
      facts: options.facts(),
      totals: book.totals(sight),
      alerts: judging.seen.index(sight).counts,
      history: history.status(),
      notify: notifying.status(),
      sender: history.sender.term() !== null,
      startedAt,
      observedSince: options.observedSince(),
      now: Math.round(now()),
    });

  const hub = createStreamHub({
    instance: randomBytes(5).toString('hex'),
    timers,
    source: {
      all: options.leases,
      row: (lease, now, sight) => seenRow(options.row(lease, now), sight, judging.idsOf),
      totals: book.totals,
      status,
      feed,
      provenAt: (sight) => feed(sight).scopes.map((scope) => rounded(scope.provenAt)),
      now,
    },
    onClose: (reason) => metrics.streamClosed(reason),
    onError: (error) => log.error({ err: error }, 'a stream could not go on'),
  });

  const metrics = createMetrics({
    feed: watch.feed,
    totals: book.totals,
    viewers: hub.viewers,
    renewalBytes: options.renewals.bytes,
    history: history.status,
    longestHandMs: history.longestHandMs,
    alerts: judging.counts,
    allAlerts: judging.all,
    alertsLeft: judging.left,
    judging: judging.spent,
    longestJudgingMs: judging.longestMs,
    notifications: notifying.counts,
    isSender: () => history.sender.term() !== null,
    elections: book.elections,
    judgingOf: book.judging,
    startedAt,
    now,
    turn: () => new Promise((resolve) => timers.soon(resolve)),
  });

  return {
    status,
    hub,
    metrics,
    /** To be called a few times a second: streams hear of it when it is another. */
    tellStatus(): void {
      const { permissions } = options.facts();
      const leases = leasePermission(watch.feed().state, permissions.leases);
      const granted = Object.values({ ...permissions, leases }).join(' ');
      if (granted !== toldPermissions) hub.permissionsChanged();
      toldPermissions = granted;
      const current = history.status();
      const words = historyWords(current);
      if (words === toldHistory) return;
      const seenWords = historyWords(seenHistory(current, NO_NAMESPACE));
      const isSeen = seenWords !== toldSeen;
      toldHistory = words;
      toldSeen = seenWords;
      hub.historyChanged((sight) => (sight === null || isSeen ? seenHistory(current, sight) : null));
    },
  };
}

/** What it says to all who see some namespaces. */
const NO_NAMESPACE: Sight = new Set();

function historyWords({ state, keptFrom, renewalsKeptFrom, error, lost }: HistoryStatus): string {
  return [state, keptFrom, renewalsKeptFrom, error?.code, lost].join(' ');
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
