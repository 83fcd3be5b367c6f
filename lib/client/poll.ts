/** The same as a snapshot of the stream, by two plain requests: for where no stream gets through. */
import type { LeaseRow } from '../view/lease-row.ts';
import type { Status } from '../view/status.ts';
import type { StreamMessage } from '../view/stream.ts';
import { fetchAll, fetchJson } from './fetch-json.ts';

const PAGE = 1_000;
const MOST_ROWS = 20_000;

export async function pollOnce(urls: { leases: string; status: string }): Promise<StreamMessage> {
  const pageUrl = (cursor: string | null): string => {
    const search = new URLSearchParams({ elects: 'true', limit: String(PAGE) });
    if (cursor !== null) search.set('cursor', cursor);
    return `${urls.leases}?${search}`;
  };
  const [status, rows] = await Promise.all([
    fetchJson<Status>(urls.status),
    fetchAll<LeaseRow>(pageUrl, MOST_ROWS),
  ]);
  return {
    type: 'snapshot',
    data: {
      rows,
      done: rows.length,
      total: rows.length,
      status,
      totals: status.counts,
      now: status.now,
      provenAt: status.feed.scopes.map((scope) => scope.provenAt),
    },
  };
}
