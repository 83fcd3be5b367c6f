'use client';
import { usePathname } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import useSWR from 'swr';
import { type ClustersAnswer, type NamedCluster, namedClusters } from '../view/clusters.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson } from './fetch-json.ts';

const EVERY_MS = 60_000;
const NONE: readonly NamedCluster[] = [];

async function readClusters(url: string): Promise<readonly NamedCluster[]> {
  return namedClusters(await fetchJson<ClustersAnswer>(url));
}

/** Those in the same database; none until that is known, and where nothing is kept. */
export function useClusters(): readonly NamedCluster[] {
  const { data } = useSWR(apiUrl('/api/v1/clusters'), readClusters, {
    refreshInterval: EVERY_MS,
  });
  return data ?? NONE;
}

/** Pages of what is kept; the others show the present, which is of the cluster that is watched, whatever they are asked. */
const OF_HISTORY = /^\/(timeline$|leases\/)/;

/** Which other cluster's history the address asks for; null for the one that is watched here. */
export function useOtherCluster(): { id: string; cluster: NamedCluster | null } | null {
  const [id] = useQueryState('cluster', parseAsString);
  const path = usePathname();
  const clusters = useClusters();
  const cluster = clusters.find((one) => one.id === id) ?? null;
  return id === null || cluster?.own === true || !OF_HISTORY.test(path) ? null : { id, cluster };
}
