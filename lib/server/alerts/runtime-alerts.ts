/** The part of the runtime that judges what is watched and tells people: rules, alerts, silences, receivers. */
import { randomBytes } from 'node:crypto';
import type { History } from '../../history/history.ts';
import type { Lookup } from '../../kube/lookup.ts';
import type { LeaseBook } from '../../lease/book.ts';
import { type Feed, isLive } from '../../lease/feed.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import type { Config } from '../config.ts';
import type { HolderPlaces } from '../leases/holder-places.ts';
import type { Log } from '../log.ts';
import { createRulesKeeper } from '../rules/rules-keeper.ts';
import { readRulesFile } from '../rules/rules-read.ts';
import type { Timers } from '../timers.ts';
import { handoversSince } from './alert-handovers.ts';
import { createAlertHolders } from './alert-holders.ts';
import { createAlertKeeper } from './alert-keeper.ts';
import { createAlertSources } from './alert-sources.ts';
import { alertSurroundings } from './alert-surroundings.ts';
import { createJudging, type JudgingOptions } from './judging.ts';
import { createNotifying } from './notifying.ts';
import { createSilencing } from './silencing.ts';

/** Handovers of the run before that are judged, too. */
const HANDOVERS_MS = 3_600_000;
/** At the end, so long a receiver may answer that took something: that has to be written. */
const LAST_ANSWERS_MS = 500;

export type AlertingOptions = Pick<JudgingOptions, 'nodeOf' | 'rowChanged' | 'tell' | 'startedAt'> & {
  config: Config;
  history: History;
  book: LeaseBook;
  feed: () => Feed;
  lookup: () => Lookup | null;
  facts: () => ClusterFacts;
  places: HolderPlaces;
  clusterName: () => string | null;
  env: Record<string, string | undefined>;
  now: () => number;
  timers: Timers;
  random: () => number;
  log: Log;
};

export function createAlerting(options: AlertingOptions) {
  const { config, history, book, feed, lookup, facts, now, timers, random, log } = options;
  let stopped = false;

  const rules = createRulesKeeper({ path: config.rulesFile, read: readRulesFile, now, timers, log });
  const sources = createAlertSources({
    places: () => options.places,
    lookup,
    permissions: () => facts().permissions,
    namespaces: config.namespaces,
    isLive: () => isLive(feed().state),
    now,
    random,
    timers,
  });
  const judging = createJudging({
    ...sources,
    settings: rules.settings,
    rulesFile: rules.facts,
    book,
    feeds: () => feed().scopes,
    store: history.status,
    receivers: () => notifying.facts(),
    facts,
    totals: book.totals,
    holders: createAlertHolders({
      lookup,
      everywhere: config.namespaces.length === 0,
      nodes: () => facts().permissions.nodes,
      now,
    }),
    latencyAllowanceMs: (lease: TrackedLease) => book.judging(lease).latencyAllowanceMs,
    nodeOf: options.nodeOf,
    rowChanged: options.rowChanged,
    tell: options.tell,
    keep: (changed) => keeper.changed(changed),
    startedAt: options.startedAt,
    now,
    timers,
    log,
  });
  const keeper = createAlertKeeper({ history, alerts: judging, now, timers, log });

  const silences = createSilencing({
    store: {
      record: (alertSilences) => history.record({ alertSilences }),
      read: history.reads.alertSilences,
    },
    apply: judging.silence,
    newId: () => randomBytes(8).toString('hex'),
    now,
    timers,
  });

  const notifying = createNotifying({
    config: config.notify,
    around: alertSurroundings({
      alerts: judging,
      cluster: () => ({ id: facts().id, name: options.clusterName() }),
      silenceOf: silences.get,
      publicUrl: config.notify.publicUrl,
    }),
    alerts: judging.all,
    changes: judging.changes,
    record(deliveries) {
      keeper.delivered(deliveries);
      // At once: whoever goes on must not tell it again.
      void history.flush();
    },
    sender: history.sender,
    /** What is told of here is joined first with what others tell of, and silences are read before all. */
    async takeUp() {
      await Promise.all([silences.read(), history.flush()]);
      return keeper.restore();
    },
    env: options.env,
    now,
    timers,
    random,
    log,
  });

  return {
    judging,
    silences,
    notifying,
    rulesFile: rules.file,
    completeFrom: keeper.completeFrom,
    start(): void {
      rules.start().then(() => {
        if (!stopped) judging.start();
      });
      sources.start();
    },
    /** Once the store is open: what runs before told. */
    async restore(): Promise<void> {
      // Before alerts are: what is silenced must not be told again.
      const failed = (err: unknown) =>
        log.debug({ err }, 'silences could not be read; they are asked for again');
      history.onEmptied(silences.tellAll);
      await silences.read().catch(failed);
      if (!stopped) silences.start(failed);
      notifying.restored(await keeper.restore());
      const to = Math.round(now());
      try {
        for (const handover of await handoversSince(history.reads, to - HANDOVERS_MS, to))
          judging.handover(handover);
      } catch (err) {
        log.warn(
          { err },
          'the handovers of the last hour could not be read; only those from now on are judged',
        );
      }
    },
    /** Resolves when receivers have said what they took. */
    stop(): Promise<void> {
      stopped = true;
      rules.stop();
      judging.stop();
      keeper.stop();
      silences.stop();
      sources.stop();
      return notifying.stop(LAST_ANSWERS_MS);
    },
  };
}
