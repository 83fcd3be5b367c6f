/**
 * The paged list. Every page is decoded while the next one is on its way, and the event loop turns between
 * pages, so that 65,000 Leases never hold it up for longer than one page of 500 takes (a few ms).
 */
import type { LeaseRecord } from '../lease/record.ts';
import type { Connection } from './connection.ts';
import { protocolFailure } from './failure.ts';
import { child, count, isRaw, list, text } from './raw.ts';
import { query } from './resource-path.ts';

const PAGE_TIMEOUT_MS = 60_000;

export type ListOptions = {
  connection: Connection;
  /** The collection's path. */
  path: string;
  pageSize: number;
  /** Null: not a Lease, left out. */
  decode: (raw: unknown) => LeaseRecord | null;
  /** One page; `total` as far as the server said it. */
  onPage: (page: { records: LeaseRecord[]; at: number; total: number | null }) => void;
};

/** Where a watch goes on from, and the moment by which everything had been accepted that was listed. */
export type Listed = { resourceVersion: string; provenAt: number };

/** Rejects with a KubeFailure; one of type `expired` means: begin again. */
export async function listPages(options: ListOptions): Promise<Listed> {
  const { connection, path, pageSize } = options;
  const page = (next: string | null): ReturnType<Connection['get']> =>
    connection.get(path + query({ limit: pageSize, ...(next === null ? {} : { continue: next }) }), {
      timeoutMs: PAGE_TIMEOUT_MS,
    });

  let done = 0;
  let answer = await page(null);
  // All pages are of the version of the first: it was read after the request was sent.
  const provenAt = answer.sentAt;
  const tokens = new Set<string>();
  for (;;) {
    const { body, receivedAt } = answer;
    if (!isRaw(body) || !Array.isArray(body.items)) throw protocolFailure('the answer to a list is no list');
    const metadata = child(body, 'metadata');
    const next = text(metadata, 'continue');
    if (next !== null && tokens.has(next)) throw protocolFailure('the pages of the list lead in a circle');
    if (next !== null) tokens.add(next);
    const coming = next === null ? null : page(next);
    // A rejection is met by the await below; until then it must not count as unhandled.
    coming?.catch(() => undefined);
    const records = decodeAll(list(body, 'items'), options.decode);
    done += records.length;
    const remaining = count(metadata, 'remainingItemCount');
    const total = next === null ? done : remaining === null ? null : done + remaining;
    options.onPage({ records, at: receivedAt, total });
    if (coming === null) {
      const resourceVersion = text(metadata, 'resourceVersion');
      if (resourceVersion === null) throw protocolFailure('the list has no resourceVersion');
      return { resourceVersion, provenAt };
    }
    answer = await coming;
  }
}

function decodeAll(items: unknown[], decode: ListOptions['decode']): LeaseRecord[] {
  const records: LeaseRecord[] = [];
  for (const item of items) {
    const record = decode(item);
    if (record !== null) records.push(record);
  }
  return records;
}
