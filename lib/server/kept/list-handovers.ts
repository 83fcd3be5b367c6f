/** `GET /api/v1/handovers`, asked of the runtime: a page of them, or all as a file. */
import type { Handover } from '../../lease/handover.ts';
import { ApiError, invalidParameter } from '../api/api-error.ts';
import { DEFAULT_LIMIT, type Page, page, readCursor, type SortKey, writeCursor } from '../api/paging.ts';
import { timeRange } from '../api/time-range.ts';
import { unwatched } from '../incident/incident-timeline.ts';
import type { Seen } from '../seen/seen-runtime.ts';
import { askHistory, askWhole, watchedNow } from './ask-history.ts';
import { handoverFile, type Untold } from './handover-export.ts';
import { type HandoverQuery, REMEMBERED, selectHandovers } from './handover-query.ts';

export type HandoversAnswer = Page<Handover> & {
  asOf: number;
  /** From when on all are known, epoch ms; null when not known. */
  keptFrom: number | null;
  places: Place[];
};
/** Where a holder among them ran, as far as anybody looked. */
type Place = { holder: string; node: string };

type Asked = Pick<Seen, 'now' | 'handovers' | 'history' | 'lease' | 'isKept'> & {
  status(): Pick<ReturnType<Seen['status']>, 'observedSince'>;
};
/** What a file is made of, which also tells of what was not watched. */
type AskedForFile = Omit<Asked, 'status'> &
  Pick<Seen, 'sight' | 'watching'> & {
    status(): Pick<ReturnType<Seen['status']>, 'observedSince' | 'feed' | 'now'>;
  };
type Query = Omit<HandoverQuery, 'from' | 'to' | 'format'>;
/** `remembered`: by this process alone. */
type Found = Page<Handover> & { remembered: boolean };
type Range = { from: number; to: number };
type Position = Pick<Handover, 'at' | 'id'>;

const ORDER = 'handovers';
/** Read at once while a file is written. */
const FILE_PAGE = 1000;
/** What was told so shortly before a store is known to fail may not be in it either. */
const TOLD_AFTER_MS = 10_000;

export async function listHandovers(
  runtime: AskedForFile,
  query: HandoverQuery,
): Promise<HandoversAnswer | Response> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  if (query.format === 'csv' || query.format === 'ndjson') {
    const { handovers, untold } = await allOf(runtime, query, range);
    return handoverFile(handovers, untold, query.format, runtime.sight);
  }
  const { items, nextCursor, remembered } = await pageOfHandovers(runtime, query, range);
  return {
    asOf,
    items,
    nextCursor,
    keptFrom: knownFrom(runtime, remembered),
    places: remembered ? [] : await placesOf(runtime, items),
  };
}

function knownFrom({ handovers, history, status }: Asked, remembered: boolean): number | null {
  if (!remembered) return history.status().keptFrom;
  const { observedSince } = status();
  return observedSince === null ? null : Math.max(observedSince, handovers.forgottenUntil() ?? 0);
}

async function placesOf(runtime: Asked, items: readonly Handover[]): Promise<Place[]> {
  const holders = new Set(items.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null));
  const places = await askHistory(runtime, (reads) => reads.places([...holders]));
  return places.flatMap(({ identity: holder, node }) => (node === null ? [] : [{ holder, node }]));
}

/**
 * Of what is kept, and what waits to be; of this process's own memory while that cannot be read, or, `ask` being
 * `askWhole`, not be written. A page comes from where the one before it did: throws `not_ready` where that is the
 * history and it cannot be asked any more.
 */
export async function pageOfHandovers(
  runtime: Asked,
  query: Query,
  range: Range,
  ask: typeof askWhole = askHistory,
): Promise<Found> {
  const after = query.cursor === undefined ? null : readCursor(query.cursor, ORDER);
  if (after?.[0] === REMEMBERED) return rememberedPage(runtime, query, range);
  try {
    return await keptPage(runtime, query, range, after === null ? null : placeOf(after), ask);
  } catch (failure) {
    const unread = failure instanceof ApiError && failure.code === 'not_ready';
    const isWell = runtime.history.status().state === 'ready';
    if (!unread || isWell || after !== null || runtime.isKept) throw failure;
    return rememberedPage(runtime, query, range);
  }
}

function rememberedPage(runtime: Asked, query: Query, range: Range): Found {
  const entries = selectHandovers(runtime.handovers.all(), query, range, classOf(runtime));
  return { ...page(entries, ORDER, query), remembered: true };
}

async function keptPage(
  runtime: Asked,
  query: Query,
  range: Range,
  after: Position | null,
  ask: typeof askWhole,
): Promise<Found> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const filter = {
    namespaces: query.namespace,
    names: query.name,
    classes: query.class,
    q: query.q ?? null,
    causes: query.cause,
    holders: query.holder,
    ...range,
  };
  const kept = await ask(runtime, (reads) => reads.handovers(filter, { limit: limit + 1, after }));
  const waiting = unwritten(runtime, query, range);
  const told = new Set(waiting.map(({ id }) => id));
  const items = [...waiting.filter(isAfter(after)), ...kept.filter(({ id }) => !told.has(id))].sort(
    (a, b) => b.at - a.at || (a.id < b.id ? -1 : 1),
  );
  const shown = items.slice(0, limit);
  const last = kept.length > limit || items.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown,
    nextCursor: last === undefined ? null : writeCursor(ORDER, [0, -last.at, last.id]),
    remembered: false,
  };
}

/** What a store that can be read and not written may not know yet. */
function unwritten(runtime: Asked, query: Query, { from, to }: Range): Handover[] {
  const { state, since } = runtime.history.status();
  if (state !== 'failing' || runtime.isKept) return [];
  return selectHandovers(runtime.handovers.all(), query, { from, to }, classOf(runtime))
    .map(({ item }) => item)
    .filter((item) => toldAt(item) >= since - TOLD_AFTER_MS);
}

/** What nobody watched is told when somebody watches again, as of a time before that. */
function toldAt({ at, evidence: { unwatchedTo } }: Handover): number {
  return typeof unwatchedTo === 'number' ? Math.max(at, unwatchedTo) : at;
}

const isAfter =
  (place: Position | null) =>
  ({ at, id }: Handover) =>
    place === null || at < place.at || (at === place.at && id > place.id);

const classOf =
  ({ lease }: Asked) =>
  ({ namespace, name }: Handover) =>
    lease(namespace, name)?.class;

/** Where a page begins; throws `invalid_parameter` for a cursor that was made up. */
function placeOf([, minusAt, id]: SortKey): Position {
  const at = -Number(minusAt);
  if (Number.isSafeInteger(at)) return { at, id: String(id) };
  throw invalidParameter('cursor', 'cursor: not one of this list; start again without it.');
}

/** Throws `not_ready` where not all of them can be told: nobody sees by a file that it is not whole. */
async function allOf(
  runtime: AskedForFile,
  query: HandoverQuery,
  range: Range,
): Promise<{ handovers: AsyncGenerator<Handover>; untold: Untold }> {
  const asked = { ...query, limit: FILE_PAGE, cursor: undefined };
  const first = await pageOfHandovers(runtime, asked, range, askWhole);
  if (first.remembered && runtime.history.status().state !== 'off')
    throw new ApiError(
      'not_ready',
      'The history is not whole now; a file of a part of it would look like all that there was.',
    );
  return {
    handovers: pagesFrom(first, (cursor) => pageOfHandovers(runtime, { ...asked, cursor }, range, askWhole)),
    untold: await untoldOf(runtime, query, range, first.remembered),
  };
}

async function untoldOf(
  runtime: AskedForFile,
  { namespace }: HandoverQuery,
  { from, to }: Range,
  remembered: boolean,
): Promise<Untold> {
  // What is to come is neither.
  const past = { from, to: Math.max(from, Math.min(to, runtime.now())) };
  const all = remembered
    ? unwatched(runtime.status(), past)
    : await askWhole(runtime, (reads) => reads.blindSpots({ ...past, watching: watchedNow(runtime) }));
  const isMeant = (scope: string | null) =>
    scope === null || namespace.length === 0 || namespace.includes(scope);
  const keptFrom = Math.min(past.to, knownFrom(runtime, remembered) ?? past.to);
  return {
    blindSpots: all.filter(({ scope }) => isMeant(scope)),
    keptFrom: keptFrom > from ? keptFrom : null,
  };
}

async function* pagesFrom(
  first: Found,
  pageAt: (cursor: string) => Promise<Found>,
): AsyncGenerator<Handover> {
  for (let found = first; ; ) {
    yield* found.items;
    if (found.nextCursor === null) return;
    found = await pageAt(found.nextCursor);
  }
}
