/** `GET /api/v1/leases/{namespace}/{name}`: the row, and what the API server says on demand. */
import type { Tell } from '../../kube/holder-lookup.ts';
import type { Lookup } from '../../kube/lookup.ts';
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import { DETAIL_PARTS, type DetailPart, type LeaseDetail } from '../../view/lease-detail.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import { sharedAnswer } from '../api/shared-answer.ts';
import { unknownLease } from '../http/not-found.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { formerRunning, unawareLoser } from './holder-facts.ts';
import { type Holder, type HolderPlaces, type HolderReading, refOf } from './holder-places.ts';

/** Longer than this nobody waits for what is only extra, ms. */
const TIMEOUT_MS = 3000;
/** However many look at one Lease, what is asked about each version of it is asked once in so long. */
const FRESH_MS = 1000;

export type DetailRuntime = Pick<Seen, 'lease' | 'row' | 'now' | 'lookup' | 'timers'> & {
  handovers: Pick<Seen['handovers'], 'all'>;
  places: Pick<HolderPlaces, 'look'>;
  history: { status: Seen['history']['status']; reads: Pick<Seen['history']['reads'], 'handovers'> };
};

/** Throws `not_found`. What cannot be read in time is null or empty; it never fails the row. */
export async function leaseDetail(
  runtime: DetailRuntime,
  namespace: string,
  name: string,
): Promise<LeaseDetail> {
  const lease = runtime.lease(namespace, name);
  if (lease === undefined) throw unknownLease(namespace, name);
  const row = runtime.row(lease, runtime.now());
  const lookup = runtime.lookup();
  const unavailable: LeaseDetail['unavailable'] = {};
  const tell =
    (...parts: DetailPart[]) =>
    (why: string): void => {
      // The first reason is the cause of those that follow.
      for (const part of parts) unavailable[part] ??= why;
    };
  const bare: LeaseDetail = {
    ...row,
    raw: null,
    pod: null,
    node: null,
    podGone: null,
    formerRunning: null,
    annotations: lease.record.annotations,
    candidates: [],
    events: [],
    unavailable,
  };
  if (lookup === null) {
    tell(...DETAIL_PARTS)('no cluster is configured');
    return bare;
  }

  const [about, who] = await Promise.all([
    askedAbout({ lease, lookup, runtime }),
    timed(whoHolds(runtime, row, tell), NOBODY, tell('pod', 'node'), runtime),
  ]);
  const holderRef = row.holderRef ?? refOf(who);
  return { ...bare, holderRef, ...about, ...who, unavailable: { ...about.unavailable, ...unavailable } };
}

type About = Pick<LeaseDetail, 'raw' | 'candidates' | 'events' | 'unavailable'>;
type Asked = { lease: TrackedLease; lookup: Lookup; runtime: Pick<Seen, 'timers'> };

/** All of it is of the Lease's own namespace: who sees the Lease sees it. */
const askedAbout = sharedAnswer(FRESH_MS, askAbout, {
  keyOf: ({ lease }) => lease,
  versionOf: ({ lease }) => lease.record.resourceVersion,
  timers: ({ runtime }) => runtime.timers,
});

async function askAbout({ lease, lookup, runtime }: Asked): Promise<About> {
  const { namespace, name } = lease.record;
  const unavailable: LeaseDetail['unavailable'] = {};
  const within = <T>(ask: (tell: Tell) => Promise<T>, otherwise: T, part: DetailPart): Promise<T> => {
    const tell = (why: string): void => {
      unavailable[part] ??= why;
    };
    return timed(ask(tell), otherwise, tell, runtime);
  };
  const [raw, candidates, events] = await Promise.all([
    within((tell) => lookup.lease(namespace, name, tell), null, 'raw'),
    within((tell) => lookup.candidates(namespace, name, tell), [], 'candidates'),
    within((tell) => lookup.events(namespace, name, tell), [], 'events'),
  ]);
  // A copy: what comes after the time was up is no part of this answer.
  return { raw, candidates, events, unavailable: { ...unavailable } };
}

type Who = Pick<LeaseDetail, 'pod' | 'node' | 'podGone' | 'formerRunning'>;
const NOBODY: Who = { pod: null, node: null, podGone: null, formerRunning: null };

async function whoHolds(
  runtime: DetailRuntime,
  row: LeaseRow,
  tell: (part: DetailPart) => Tell,
): Promise<Who> {
  const holder = (identity: string): Holder => ({
    identity,
    namespace: row.namespace,
    class: row.class,
  });
  const identity = row.holder ?? row.previousHolder;
  const [now, loser] = await Promise.all([
    identity === null
      ? null
      : runtime.places.look(holder(identity), { pod: tell('pod'), node: tell('node') }),
    lastHandover(runtime, row).then((last) => unawareLoser(last, row)),
  ]);
  // What cannot be read of the former holder is told of the present one.
  const unheard = { pod: () => undefined, node: () => undefined };
  const before = loser === null ? null : await runtime.places.look(holder(loser.identity), unheard);
  const { pod, node } = now?.type === 'found' ? now : NOBODY;
  return {
    pod,
    node,
    podGone: now?.type === 'gone' ? goneOf(now.place) : null,
    formerRunning:
      loser === null || before?.type !== 'found'
        ? null
        : formerRunning(loser.identity, loser.handover, before.pod, pod),
  };
}

function goneOf(place: Extract<HolderReading, { type: 'gone' }>['place']): LeaseDetail['podGone'] {
  const { podNamespace: namespace, podName: name, node, resolvedAt } = place;
  return namespace === null || name === null ? null : { namespace, name, node, seenAt: resolvedAt };
}

/** Of this process's memory; of what is kept where it remembers none, as after a restart. */
async function lastHandover(
  { handovers, history, now }: Pick<DetailRuntime, 'handovers' | 'history' | 'now'>,
  { namespace, name }: Pick<LeaseRow, 'namespace' | 'name'>,
): Promise<Handover | null> {
  let last: Handover | null = null;
  for (const one of handovers.all()) {
    if (one.name === name && one.namespace === namespace && (last === null || one.at >= last.at)) last = one;
  }
  if (last !== null || history.status().state !== 'ready') return last;
  const filter = {
    namespaces: [namespace],
    names: [name],
    classes: [],
    q: null,
    causes: [],
    holders: [],
    from: 0,
    to: now(),
  };
  try {
    const [newest] = await history.reads.handovers(filter, { limit: 1, after: null });
    return newest ?? null;
  } catch {
    // Without it nothing is said of a former holder; the page tells that the history fails.
    return null;
  }
}

function timed<T>(
  answer: Promise<T>,
  otherwise: T,
  tell: Tell,
  { timers }: Pick<Seen, 'timers'>,
): Promise<T> {
  return new Promise((resolve) => {
    const cancel = timers.after(TIMEOUT_MS, () => {
      tell(`the API server did not answer in ${TIMEOUT_MS / 1000} s`);
      resolve(otherwise);
    });
    const settle = (value: T): void => {
      cancel();
      resolve(value);
    };
    answer.then(settle, (error: unknown) => {
      tell(error instanceof Error ? error.message : String(error));
      settle(otherwise);
    });
  });
}
