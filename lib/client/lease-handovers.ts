/** Reads the handovers of one Lease from the API, which gives them newest first. Epoch ms. */
import type { Handover } from '../lease/handover.ts';
import type { TimeRange } from '../view/time-axis.ts';
import { apiUrl, ofCluster } from './api-url.ts';
import { fetchJson, type Page } from './fetch-json.ts';
import type { Placed } from './use-handovers.ts';
import { tellNodes } from './use-hues.ts';

type Name = { namespace: string; name: string };
/** `from`: handovers before this are not among them, for there are too many; null when all are. */
export type HandoversRead = { items: Handover[]; from: number | null };

const FIRST_PAGE = 100;
const PAGE = 1_000;
/** What a chart and a table can show of. */
const MOST = 2_100;

/** Those of the range, and the one before it: who held the Lease when the range began. */
export async function fetchHandovers(
  lease: Name,
  range: TimeRange,
  cluster: string | null = null,
): Promise<HandoversRead> {
  const items: Handover[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Handover> & Placed = await fetchJson<Page<Handover> & Placed>(
      apiUrl('/api/v1/handovers', {
        ...lease,
        ...ofCluster(cluster),
        from: 0,
        to: Math.ceil(range.to),
        limit: items.length === 0 ? FIRST_PAGE : PAGE,
        ...(cursor === null ? {} : { cursor }),
      }),
    );
    tellNodes(page.places);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && (items.at(-1)?.at ?? 0) >= range.from && items.length < MOST);
  const before = items.findIndex((handover) => handover.at < range.from);
  if (before >= 0) return { items: items.slice(0, before + 1), from: null };
  return { items, from: cursor === null ? null : (items.at(-1)?.at ?? null) };
}

/** Looked for in ever longer stretches, for the last of a page is wanted and the first is given. */
const REACHES_MS = [600_000, 6 * 3_600_000, 30 * 86_400_000];

/** The first after a moment; null when there is none, or none can be told to be the first. */
export async function fetchFollowing(
  lease: Name,
  after: number,
  cluster: string | null = null,
): Promise<Handover | null> {
  const from = Math.floor(after) + 1;
  for (const reach of REACHES_MS) {
    const page = await fetchJson<Page<Handover>>(
      apiUrl('/api/v1/handovers', { ...lease, ...ofCluster(cluster), from, to: from + reach, limit: PAGE }),
    );
    const first = page.items.at(-1);
    if (first !== undefined) return page.nextCursor === null ? first : null;
  }
  return null;
}
