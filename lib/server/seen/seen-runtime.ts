/**
 * The runtime as whoever asks may see it: what a Tenure would say that had only ever watched their namespaces. Routes are
 * given nothing else, so that none can forget to look.
 */
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { RulesFile } from '../../view/rules.ts';
import type { Status } from '../../view/status.ts';
import type { Judging, JudgingLook } from '../alerts/judging.ts';
import type { Runtime } from '../runtime.ts';
import { type Sight, sees, sightKey } from '../sight.ts';
import { seenHistory } from '../status.ts';
import { seenReads, seenWatching } from './seen-history.ts';
import { isSeenPlace, seenLookUp, seenRow } from './seen-holder.ts';
import { seenSilences } from './seen-silences.ts';

export type Seen = ReturnType<typeof seenRuntime>;

/** Of different sights so many are kept at once: answers that are shared for a second are shared by those of one. */
const MOST_KEPT = 200;
const kept = new WeakMap<Runtime, Map<string, Seen>>();

/** The same object for all who see the same. */
export function seenBy(runtime: Runtime, sight: Sight): Seen {
  const ofRuntime = kept.get(runtime) ?? new Map<string, Seen>();
  kept.set(runtime, ofRuntime);
  const key = sightKey(sight);
  const seen = ofRuntime.get(key) ?? seenRuntime(runtime, sight);
  // A Map keeps its order of insertion: what was asked for last is forgotten last.
  ofRuntime.delete(key);
  ofRuntime.set(key, seen);
  const oldest = ofRuntime.size > MOST_KEPT ? ofRuntime.keys().next().value : undefined;
  if (oldest !== undefined) ofRuntime.delete(oldest);
  return seen;
}

function seenRuntime(runtime: Runtime, sight: Sight) {
  const { log, timers, metrics, lookup, now, turns, latencyAllowanceMs, isLive } = runtime;
  const { history, handovers, renewals, places, hub, alertsCompleteFrom, notReady, retryNow } = runtime;
  return {
    /** What concerns no Lease, or a Lease that was found by what follows. */
    ...{ log, timers, metrics, lookup, now, turns, latencyAllowanceMs, isLive },
    ...{ alertsCompleteFrom, notReady, retryNow },
    row: (lease: TrackedLease, now: number) => seenRow(runtime.row(lease, now), sight, runtime.alerts.idsOf),
    /** The node by which a holder's Pod is known, which may be that of another namespace. */
    nodeOf(lease: TrackedLease): string | null {
      const { holder, record, class: leaseClass } = lease;
      const ref = sight === null || holder === null ? null : places.ref(holder, record.namespace, leaseClass);
      return ref === null || isSeenPlace(ref.namespace, sight) ? runtime.nodeOf(lease) : null;
    },
    places: {
      look: (...[holder, tell]: Parameters<typeof places.look>) =>
        seenLookUp(sight, tell, (told) => places.look(holder, told)),
    },
    hub: { open: hub.open, endSession: hub.endSession },
    sight,
    /** It is another cluster, of which only what is kept is known. */
    isKept: false,
    status: (): Status => runtime.status(sight),
    leases: (): Iterable<TrackedLease> => runtime.leases(sight),
    elections: (): Iterable<TrackedLease> => runtime.elections(sight),
    heartbeats: (): Iterable<TrackedLease> => runtime.heartbeats(sight),
    lease: (namespace: string, name: string) =>
      sees(sight, namespace) ? runtime.lease(namespace, name) : undefined,
    handovers: {
      all: (): Iterable<Handover> => (sight === null ? handovers.all() : ofSeen(handovers.all(), sight)),
      forgottenUntil: () => handovers.forgottenUntil(sight),
    },
    renewals: {
      buckets: (...[lease, range, allowanceMs]: Parameters<typeof renewals.buckets>) =>
        sees(sight, lease.namespace) ? renewals.buckets(lease, range, allowanceMs) : [],
    },
    history: {
      status: () => seenHistory(history.status(), sight),
      flush: history.flush,
      reads: seenReads(history.reads, sight, runtime.alerts.seen),
    },
    watching: () => seenWatching(runtime.watching(), sight),
    silent: () => [...ofSeen(runtime.silent(), sight)],
    alerts: alertsSeen(runtime.alerts, sight),
    silences: seenSilences(runtime.silences, sight),
    rulesFile: () => seenRulesFile(runtime.rulesFile(), sight),
  };
}

function* ofSeen<T extends { namespace: string }>(all: Iterable<T>, sight: Sight): Generator<T> {
  for (const one of all) if (sees(sight, one.namespace)) yield one;
}

type SeenAlerts = Pick<Judging, 'all' | 'consequencesOf' | 'look'>;

function alertsSeen(judging: Judging, sight: Sight): SeenAlerts {
  const { look, seen } = judging;
  if (sight === null) return { all: judging.all, consequencesOf: judging.consequencesOf, look };
  return {
    all: () => [...seen.of(judging.all(), sight)],
    consequencesOf: (id) => seen.index(sight).consequences.get(id) ?? 0,
    look: (at) => seenLook(look(at), sight),
  };
}

/** How near it all is to its limits, of what is seen alone. */
function seenLook(look: JudgingLook, sight: Sight): JudgingLook {
  const { sight: whole } = look;
  const seen = (leases: () => Iterable<TrackedLease>) =>
    function* (): Iterable<TrackedLease> {
      for (const lease of leases()) if (sees(sight, lease.record.namespace)) yield lease;
    };
  const own = {
    ...whole,
    elections: seen(whole.elections),
    heartbeats: seen(whole.heartbeats),
    heartbeatsNotHeld: seen(whole.heartbeatsNotHeld),
    nodes: sees(sight, 'kube-node-lease') ? whole.nodes : 0,
    deleted: () => [],
    legacyLocks: () => [],
  };
  return { ...look, sight: own };
}

/** What is wrong with it may name anything. */
function seenRulesFile(file: RulesFile | null, sight: Sight): RulesFile | null {
  if (sight === null || file === null) return file;
  const { error } = file;
  return { ...file, overrides: 0, error: error === null ? null : { ...error, mistakes: [] } };
}
