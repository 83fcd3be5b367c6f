/**
 * Judges what the watch brought, about once a second: findings become alerts, and who looks is told of what changed. A
 * round that fails is told in the log and the next one begins anew.
 */
import type { Alert } from '../../alert/alert.ts';
import { createAlertBook } from '../../alert/alert-book.ts';
import { indexAlerts, leasesChanged } from '../../alert/alert-index.ts';
import { isDecided } from '../../alert/decided.ts';
import { DEFAULT_RULE_SETTINGS, type RuleSettings } from '../../alert/rule-settings.ts';
import { mayJudge } from '../../alert/settling.ts';
import type { Silence } from '../../alert/silence.ts';
import type { ClusterSight } from '../../detect/cluster-sight.ts';
import type { Finding } from '../../detect/finding.ts';
import type { ClockSight } from '../../detect/holder-clock.ts';
import { judgeInSteps } from '../../detect/judge.ts';
import { createNodeClocks } from '../../detect/node-clocks.ts';
import { type Settings, sameForAll } from '../../detect/rule-settings.ts';
import { isSilenced } from '../../lease/annotations.ts';
import type { Handover } from '../../lease/handover.ts';
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { AlertMessage } from '../../view/alert.ts';
import type { Log } from '../log.ts';
import { createSeenJudging } from '../seen/seen-judging.ts';
import type { Sight } from '../sight.ts';
import type { Timers } from '../timers.ts';
import { alertMessage } from './alert-message.ts';
import { createJudgingFaults } from './judging-faults.ts';
import { createJudgingSight, type JudgingSources } from './judging-sight.ts';

/** What the evidence suffices for is found within a second; looking at everything twice as often costs twice as much. */
const ROUND_MS = 900;
/** A round that takes longer gives way: what the watch brings, and who looks, need not wait for all of it. */
const SLICE_MS = 20;
const FORGET_MS = 60_000;
const DEFAULTS = sameForAll(DEFAULT_RULE_SETTINGS);
/** What is resolved is shown for a day. */
const REMEMBER_MS = 86_400_000;

export type JudgingOptions = JudgingSources & {
  /** Asked at each round: they may have changed. Without it the defaults. */
  settings?: () => Settings<RuleSettings>;
  /** Other alerts fire about it now. */
  rowChanged: (lease: TrackedLease) => void;
  /** Null where nothing is to be told to whoever has this sight. */
  tell: (messageFor: (sight: Sight) => AlertMessage | null) => void;
  /** What became of alerts, each as it is now: to be kept. */
  keep?: (changed: readonly Alert[]) => void;
  now: () => number;
  timers: Pick<Timers, 'every' | 'soon'>;
  log: Pick<Log, 'error'>;
};
export type Judging = ReturnType<typeof createJudging>;
export type JudgingLook = {
  sight: ClusterSight;
  sightOf: (lease: TrackedLease) => ClockSight;
  settings: Settings<RuleSettings>;
};

export function createJudging(options: JudgingOptions) {
  const { book, now } = options;
  const sight = createJudgingSight(options, DEFAULTS);
  const nodeClocks = createNodeClocks();
  const faults = createJudgingFaults(options.log);
  const alerts = createAlertBook({
    timesOf: (rule, finding) => settingsFor(finding).rules[rule],
    isMuted: (finding, at) => isSilenced(leaseOf(finding)?.record.annotations ?? null, at),
    isOff: (finding) => !settingsFor(finding).rules[finding.rule].enabled,
    rememberMs: REMEMBER_MS,
    settled: (finding, at) =>
      !faults.concern(finding) && mayJudge(finding, { feeds: sight.feeds(), lease: book.get }, at),
    isDecided(alert, at) {
      const lease = leaseOf(alert.finding);
      return lease === undefined || isDecided(alert, sight.withStandbys(lease, at));
    },
  });
  let index = indexAlerts([]);
  const seen = createSeenJudging({ all: alerts.alerts, index: () => index });
  let forgottenAt = Number.NEGATIVE_INFINITY;
  let changes = 0;
  let failure = '';
  let stop = (): void => undefined;
  let isStopped = false;
  let underWay: Generator<void, void> | null = null;
  /** Since the round began. */
  const goneMeanwhile = new Set<string>();
  let longestMs = 0;
  const spent = { rounds: 0, failures: 0, totalMs: 0 };

  function* findings(at: number): Generator<void, Finding[]> {
    faults.begin();
    // A slice later it may have been renewed since the round began.
    const sightOf = (lease: TrackedLease) => sight.of(lease, now());
    const whole = { ...sight.cluster(at), isFiring: alerts.isFiring };
    const found = yield* judgeInSteps(whole, sightOf, nodeClocks, sight.settings(), faults.add);
    return found.filter(isThere).map(withNode);
  }

  /** That it went is judged by the next round. */
  function isThere({ subject: { namespace, name } }: Finding): boolean {
    return namespace === null || name === null || !goneMeanwhile.has(leaseKey({ namespace, name }));
  }

  function leaseOf({ subject: { namespace, name } }: Finding): TrackedLease | undefined {
    return namespace === null || name === null ? undefined : book.get(namespace, name);
  }

  /** What is about no single Lease, or about one that is gone, is judged as all are. */
  function settingsFor(finding: Finding): RuleSettings {
    const lease = leaseOf(finding);
    const { all, of } = sight.settings();
    return lease === undefined ? all : of(lease);
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
    seen.changed();
    if (changed.length === 0) return;
    changes += 1;
    options.keep?.(changed);
    const before = index;
    index = indexAlerts(alerts.alerts());
    for (const name of leasesChanged(before, index, changed)) {
      const slash = name.indexOf('/');
      const lease = book.get(name.slice(0, slash), name.slice(slash + 1));
      if (lease !== undefined) options.rowChanged(lease);
    }
    options.tell((sight) => alertMessage(seen.of(changed, sight), seen.index(sight), at));
  }

  function* judged(): Generator<void, void> {
    const at = now();
    goneMeanwhile.clear();
    sight.begin(options.settings?.() ?? DEFAULTS);
    if (at - forgottenAt >= FORGET_MS) {
      forgottenAt = at;
      sight.forget(at);
    }
    const found = yield* findings(at);
    const until = now();
    tell(alerts.found(found, until), until);
  }

  /** One that is not over yet goes on instead of another. */
  function round(): void {
    if (underWay !== null) return;
    underWay = judged();
    spent.rounds += 1;
    slice(underWay);
  }

  function slice(work: Generator<void, void>): void {
    if (isStopped) return;
    const began = now();
    try {
      let isOver = false;
      while (!isOver && now() - began < SLICE_MS) isOver = work.next().done === true;
      if (isOver) {
        underWay = null;
        failure = '';
      }
    } catch (error) {
      underWay = null;
      const message = error instanceof Error ? error.message : String(error);
      // Each mistake is told once.
      if (message !== failure) options.log.error({ err: error }, 'judging failed');
      failure = message;
      spent.failures += 1;
    }
    const tookMs = now() - began;
    spent.totalMs += tookMs;
    longestMs = Math.max(longestMs, tookMs);
    if (underWay !== null) options.timers.soon(() => slice(work));
  }

  return {
    start(): void {
      stop = options.timers.every(ROUND_MS, round);
    },
    stop(): void {
      isStopped = true;
      stop();
    },
    /** `lease`: as it was then; null of what only an earlier run saw. */
    handover: (handover: Handover, lease: TrackedLease | null = null): void =>
      sight.handover(handover, lease),
    /** To be told of each change of a state. */
    rowChanged: sight.rowChanged,
    removed(lease: TrackedLease): void {
      sight.removed(lease);
      if (underWay !== null) goneMeanwhile.add(leaseKey(lease.record));
    },
    /** The silences that there are from now on; what that changes is told. */
    silence(silences: readonly Silence[]): void {
      const at = now();
      seen.silence(silences);
      tell(alerts.silence(silences, at), at);
    },
    /** Firing, pending, then what was resolved in the last day, newest first. */
    all: alerts.alerts,
    /** What runs before had; answers as `AlertBook.restore`. */
    restore(earlier: readonly Alert[]): Map<string, string> {
      const goesOnAs = alerts.restore(earlier);
      const open = alerts.alerts().filter(({ state }) => state === 'firing');
      tell(open, now());
      return goesOnAs;
    },
    /** What ended after it is all remembered, as far as this run knew of it, epoch ms. */
    forgottenUntil: alerts.forgottenUntil,
    /** Another number each time something that is told of them changed. */
    changes: (): number => changes,
    /** What is judged by, as of now, for whoever looks how near it all is to its limits. */
    look(at: number): JudgingLook {
      sight.begin(options.settings?.() ?? DEFAULTS);
      return {
        sight: sight.cluster(at),
        sightOf: (lease) => sight.clockOf(lease, at),
        settings: sight.settings(),
      };
    },
    /** As some see them. */
    seen: { of: seen.of, index: seen.index },
    consequencesOf: (id: string): number => index.consequences.get(id) ?? 0,
    /** Ids of those that fire about a Lease and are not silenced. */
    idsOf: ({ namespace, name }: { namespace: string; name: string }, sight: Sight = null): string[] => [
      ...(seen.index(sight).byLease.get(`${namespace}/${name}`) ?? []),
    ],
    counts: () => index.counts,
    left: alerts.left,
    /** How often it judged, how often that failed, of single Leases or in all, and what it took, ms. */
    spent: () => ({ ...spent, leaseFaults: faults.total() }),
    /** The longest that it held up all else since this was last asked, ms. */
    longestMs(): number {
      const longest = longestMs;
      longestMs = 0;
      return longest;
    },
  };
}
