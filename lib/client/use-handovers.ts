'use client';
import { useMemo, useState } from 'react';
import useSWR from 'swr';
import type { Handover } from '../lease/handover.ts';
import { rowKey } from '../view/board-key.ts';
import { apiUrl } from './api-url.ts';
import { fetchAll } from './fetch-json.ts';
import { liveStore } from './live-store.ts';
import { tellNodes } from './use-hues.ts';
import { useLive } from './use-live.ts';
import { useReadAnew } from './use-read-anew.ts';

/** More than strips of 24 h can show; what is beyond is told by the counts of the rows. */
const MOST = 10_000;
const PAGE = 1_000;
/** What is told of the past, as after a restart, comes without a word of the stream. */
const EVERY_MS = 60_000;
const REACH_MS = 3_600_000;

/** Where the holders of a page ran. */
export type Placed = { places: { holder: string; node: string }[] };
type Read = {
  items: Handover[];
  complete: boolean;
  keptFrom: number | null;
  /** Of which instance of the server: another one's page knows nothing of them. */
  instance: string | null;
};

async function readHandovers(keptFrom: number | null, instance: string | null): Promise<Read> {
  const url = (cursor: string | null): string =>
    apiUrl('/api/v1/handovers', cursor === null ? { limit: PAGE } : { limit: PAGE, cursor });
  // One page more than is kept would tell, but so does a full last page.
  const items = await fetchAll<Handover, Placed>(url, MOST, ({ places }) => tellNodes(places));
  // Here, so that whoever is told that they were read finds them.
  liveStore.seedHandovers(items);
  return { items, complete: items.length < MOST, keptFrom, instance };
}

export type DayOfHandovers = {
  byLease: ReadonlyMap<string, readonly Handover[]>;
  /** From when on these are all that are kept, epoch ms; null before any were read. */
  from: number | null;
  /** Those before this are too many to be read: strips begin here. Epoch ms; null when all were read. */
  oldest: number | null;
};

/**
 * The handovers of the last 24 h by `rowKey`: fetched once for each snapshot, then kept up by the stream; fetched anew
 * when more of the past is kept than before. `keptFrom`: from when on anything is, epoch ms.
 */
export function useHandoversByLease(keptFrom: number | null): DayOfHandovers {
  const known = useLive((state) => state.snapshots > 0);
  const instance = useLive((state) => state.instance);
  const [earliest, setEarliest] = useState(keptFrom);
  if (keptFrom !== null && (earliest === null || keptFrom < earliest)) setEarliest(keptFrom);
  // While a past is filled in, not for each of its minutes.
  const reach = earliest === null ? null : Math.floor(earliest / REACH_MS);
  const { data: read, mutate } = useSWR<Read, unknown>(
    known ? ['handovers', reach] : null,
    () => readHandovers(earliest, instance),
    {
      refreshInterval: EVERY_MS,
      revalidateOnFocus: false,
      revalidateOnReconnect: false,
      keepPreviousData: true,
    },
  );
  useReadAnew(mutate);
  const data = read?.instance === instance ? read : undefined;
  // Read and not subscribed to: one that is streamed is drawn with its row or at the next tick, not by itself.
  const { handovers } = liveStore.state();
  const from = data === undefined ? null : (data.keptFrom ?? 0);
  const oldest = data === undefined || data.complete ? null : (data.items.at(-1)?.at ?? null);
  const byLease = useMemo(() => {
    const grouped = new Map<string, Handover[]>();
    for (const handover of handovers.values()) {
      const key = rowKey(handover);
      const known = grouped.get(key);
      if (known === undefined) grouped.set(key, [handover]);
      else known.push(handover);
    }
    return grouped;
  }, [handovers]);
  return useMemo(() => ({ byLease, from, oldest }), [byLease, from, oldest]);
}
