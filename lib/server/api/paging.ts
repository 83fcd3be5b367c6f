/** Paging by an opaque cursor: it names the last item given, so that pages neither repeat nor skip. */
import { z } from 'zod';
import { invalidParameter } from './api-error.ts';
import type { Field } from './query.ts';

/**
 * What a list is ordered by, compared part by part. The first part says which group an item belongs to, such
 * as those whose value is unknown: groups keep their order when the list is reversed.
 */
export type SortKey = readonly [group: number, ...parts: (number | string)[]];

const Cursor = z.strictObject({
  order: z.string(),
  after: z.tuple([z.number()], z.union([z.number(), z.string()])),
});

export const PAGING = {
  limit: {
    schema: z.coerce.number().int().min(1).max(1000),
    expected: 'a whole number from 1 to 1000',
    description: 'Items a page, 100 without it, 1,000 at most.',
  },
  cursor: {
    schema: z.string().max(4000),
    expected: 'a cursor of an earlier answer',
    description: '`nextCursor` of the page before.',
  },
} satisfies Record<string, Field>;

export const DEFAULT_LIMIT = 100;

export function compareKeys(a: SortKey, b: SortKey, reversed: boolean): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  for (let index = 1; index < Math.max(a.length, b.length); index++) {
    const order = compareParts(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return reversed ? -order : order;
  }
  return 0;
}

/** Numbers before texts, so that even a forged cursor has its place. */
function compareParts(a: number | string, b: number | string): number {
  if (a === b) return 0;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : 1;
}

export type Entry<Item> = { key: SortKey; item: Item };
export type Page<Item> = { items: Item[]; nextCursor: string | null };

type PageQuery = { limit: number | undefined; cursor: string | undefined };

/**
 * The page of `entries` after `cursor`, in the order of their keys, which must be unique. `order` names the
 * order, "-" before it reverses: a cursor made for another one is refused with `invalid_parameter`.
 */
export function page<Item>(entries: Iterable<Entry<Item>>, order: string, query: PageQuery): Page<Item> {
  const gathered = gatherPage<Item>(order, query);
  for (const entry of entries) gathered.add(entry);
  return gathered.page();
}

/**
 * The same, entry by entry. No more are kept than the page has: 65,000 for each of many lists under way would
 * fill the memory, and sorting them all for a page of 100 takes five times as long.
 */
export function gatherPage<Item>(
  order: string,
  query: PageQuery,
): { add(entry: Entry<Item>): void; page(): Page<Item> } {
  const reversed = order.startsWith('-');
  const limit = query.limit ?? DEFAULT_LIMIT;
  const after = query.cursor === undefined ? null : readCursor(query.cursor, order);
  const taken: Entry<Item>[] = [];
  let hasMore = false;

  function place(key: SortKey): number {
    let low = 0;
    let high = taken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = taken[middle];
      if (other !== undefined && compareKeys(other.key, key, reversed) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(entry) {
      if (after !== null && compareKeys(entry.key, after, reversed) <= 0) return;
      const last = taken.length < limit ? undefined : taken.at(-1);
      hasMore ||= last !== undefined;
      if (last !== undefined && compareKeys(entry.key, last.key, reversed) >= 0) return;
      taken.splice(place(entry.key), 0, entry);
      if (taken.length > limit) taken.pop();
    },
    page() {
      const last = taken.at(-1);
      return {
        items: taken.map((entry) => entry.item),
        nextCursor: last !== undefined && hasMore ? writeCursor(order, last.key) : null,
      };
    },
  };
}

export function writeCursor(order: string, after: SortKey): string {
  return Buffer.from(JSON.stringify({ order, after })).toString('base64url');
}

/** Throws `invalid_parameter` for a cursor of another list, or none at all. */
export function readCursor(text: string, order: string): SortKey {
  const parsed = Cursor.safeParse(jsonOrNull(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success || parsed.data.order !== order) {
    throw invalidParameter('cursor', 'cursor: not one of this list in this order; start again without it.');
  }
  return parsed.data.after;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not a cursor of ours; the caller says so.
  }
}
