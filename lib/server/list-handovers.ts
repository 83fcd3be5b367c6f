/** `GET /api/v1/handovers`, asked of the runtime: a page of them, or all as a file. */
import type { Handover } from '../lease/handover.ts';
import { invalidParameter } from './api-error.ts';
import { askHistory } from './ask-history.ts';
import { handoverFile } from './handover-export.ts';
import { type HandoverQuery, selectHandovers } from './handover-query.ts';
import { DEFAULT_LIMIT, type Page, page, readCursor, type SortKey, writeCursor } from './paging.ts';
import type { Seen } from './seen-runtime.ts';
import { timeRange } from './time-range.ts';

export type HandoversAnswer = { asOf: number; items: Handover[]; nextCursor: string | null; places: Place[] };
/** Where a holder among them ran, as far as anybody looked. */
type Place = { holder: string; node: string };

type Asked = Pick<Seen, 'now' | 'handovers' | 'history' | 'lease'>;
type Range = { from: number; to: number };

const ORDER = 'handovers';
/** Read at once while a file is written. */
const FILE_PAGE = 1000;

export async function listHandovers(
  runtime: Asked & Pick<Seen, 'sight'>,
  query: HandoverQuery,
): Promise<HandoversAnswer | Response> {
  const asOf = runtime.now();
  const range = timeRange(query, asOf);
  if (query.format === 'csv' || query.format === 'ndjson') {
    return handoverFile(allOf(runtime, query, range), query.format, runtime.sight);
  }
  const { items, nextCursor } = await pageOfHandovers(runtime, query, range);
  return { asOf, items, nextCursor, places: await placesOf(runtime, items) };
}

async function placesOf(runtime: Asked, items: readonly Handover[]): Promise<Place[]> {
  if (runtime.history.status().state !== 'ready') return [];
  const holders = new Set(items.flatMap(({ from, to }) => [from, to]).filter((one) => one !== null));
  const places = await askHistory(runtime, (reads) => reads.places([...holders]));
  return places.flatMap(({ identity: holder, node }) => (node === null ? [] : [{ holder, node }]));
}

/** Of what is kept; of this process's own memory while that cannot be read. */
export async function pageOfHandovers(
  runtime: Asked,
  query: Omit<HandoverQuery, 'from' | 'to' | 'format'>,
  range: Range,
): Promise<Page<Handover>> {
  if (runtime.history.status().state !== 'ready')
    return page(selectHandovers(runtime.handovers.all(), query, range, classOf(runtime)), ORDER, query);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = query.cursor === undefined ? null : placeOf(readCursor(query.cursor, ORDER));
  const filter = {
    namespaces: query.namespace,
    names: query.name,
    classes: query.class,
    q: query.q ?? null,
    causes: query.cause,
    holders: query.holder,
    ...range,
  };
  const items = await askHistory(runtime, (reads) => reads.handovers(filter, { limit: limit + 1, after }));
  const last = items.length > limit ? items[limit - 1] : undefined;
  return {
    items: items.slice(0, limit),
    nextCursor: last === undefined ? null : writeCursor(ORDER, [0, -last.at, last.id]),
  };
}

/** Where a page begins; throws `invalid_parameter` for a cursor that was made up. */
const classOf =
  ({ lease }: Asked) =>
  ({ namespace, name }: Handover) =>
    lease(namespace, name)?.class;

function placeOf([, minusAt, id]: SortKey): { at: number; id: string } {
  const at = -Number(minusAt);
  if (Number.isSafeInteger(at)) return { at, id: String(id) };
  throw invalidParameter('cursor', 'cursor: not one of this list; start again without it.');
}

async function* allOf(runtime: Asked, query: HandoverQuery, range: Range): AsyncGenerator<Handover> {
  let cursor: string | null | undefined;
  do {
    const { items, nextCursor }: Page<Handover> = await pageOfHandovers(
      runtime,
      { ...query, limit: FILE_PAGE, cursor: cursor ?? undefined },
      range,
    );
    yield* items;
    cursor = nextCursor;
  } while (cursor !== null);
}
