/** `GET /api/v1/handovers`, asked of the runtime: a page of them, or all as a file. */
import type { Handover } from '../lease/handover.ts';
import { handoverFile } from './handover-export.ts';
import { type HandoverQuery, selectHandovers } from './handover-query.ts';
import { compareKeys, page } from './paging.ts';
import type { Runtime } from './runtime.ts';
import { timeRange } from './time-range.ts';

export type HandoversAnswer = { asOf: number; items: Handover[]; nextCursor: string | null };

export function listHandovers(
  runtime: Pick<Runtime, 'now' | 'handovers'>,
  query: HandoverQuery,
): HandoversAnswer | Response {
  const asOf = runtime.now();
  const entries = selectHandovers(runtime.handovers.all(), query, timeRange(query, asOf));
  if (query.format === 'csv' || query.format === 'ndjson') {
    entries.sort((a, b) => compareKeys(a.key, b.key, false));
    return handoverFile(
      entries.map((entry) => entry.item),
      query.format,
    );
  }
  return { asOf, ...page(entries, 'handovers', query) };
}
