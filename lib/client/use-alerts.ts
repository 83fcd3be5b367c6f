'use client';
import { useEffect, useMemo, useRef } from 'react';
import useSWR from 'swr';
import type { AlertsAnswer, AlertView } from '../view/alert.ts';
import { type AlertGroup, groupAlerts } from '../view/alert-groups.ts';
import type { LeaseRow } from '../view/lease-row.ts';
import { apiUrl } from './api-url.ts';
import { fetchJson, problemOf } from './fetch-json.ts';
import { useLive } from './use-live.ts';

/** The stream says at once when alerts change; this is for the numbers in them, and where there is no stream. */
const FIRING_EVERY_MS = 10_000;
const RECENT_EVERY_MS = 15_000;
/** Causes come first, and of thousands that follow from one most are counted and not read, again and again. */
const MOST_FIRING = 60;
const MOST_RECENT = 200;

const FIRING = apiUrl('/api/v1/alerts', { state: 'firing', limit: MOST_FIRING });
const RECENT = apiUrl('/api/v1/alerts', { state: 'resolved', limit: MOST_RECENT });

const NO_ALERTS: readonly AlertView[] = [];

export type FiringAlerts = {
  alerts: readonly AlertView[];
  groups: readonly AlertGroup[];
  /** When they were read, epoch ms; null before the first answer: then nothing is known. */
  asOf: number | null;
  /** There are more than were read. */
  more: boolean;
  /** Why they could not be read the last time; null while they can. */
  problem: string | null;
};

/** Everything that fires. Read once for all who ask, also while the page is out of sight: its title counts them. */
export function useFiringAlerts(): FiringAlerts {
  const { data, error } = useFiring();
  const alerts = data?.items ?? NO_ALERTS;
  const groups = useMemo(() => groupAlerts(alerts), [alerts]);
  return {
    alerts,
    groups,
    asOf: data?.asOf ?? null,
    more: data !== undefined && data.nextCursor !== null,
    problem: problemOf(error),
  };
}

function useFiring() {
  const heard = useLive((state) => state.status !== null);
  return useSWR<AlertsAnswer, unknown>(heard ? FIRING : null, (url: string) => fetchJson<AlertsAnswer>(url), {
    refreshInterval: FIRING_EVERY_MS,
    refreshWhenHidden: true,
    keepPreviousData: true,
  });
}

/** To be used once a page: reads anew as soon as the stream tells of alerts, and after each snapshot. */
export function useAlertsFollowed(): void {
  const { mutate } = useFiring();
  const snapshots = useLive((state) => state.snapshots);
  const told = useLive((state) => state.alertsTold);
  const seen = useRef('0 0');
  useEffect(() => {
    const signature = `${snapshots} ${told}`;
    if (signature === seen.current) return;
    seen.current = signature;
    void mutate();
  }, [snapshots, told, mutate]);
}

/** All that fires about one Lease, also where it is one of thousands; read anew as soon as its row has others. */
export function useLeaseAlerts({
  namespace,
  name,
  alerts,
}: Pick<LeaseRow, 'namespace' | 'name' | 'alerts'>): readonly AlertView[] {
  const heard = useLive((state) => state.status !== null);
  const { data } = useSWR<AlertsAnswer, unknown>(
    heard ? ['alerts', 'lease', namespace, name, alerts.join(' ')] : null,
    () => fetchJson<AlertsAnswer>(apiUrl('/api/v1/alerts', { state: 'firing', namespace, name })),
    { refreshInterval: FIRING_EVERY_MS, keepPreviousData: true },
  );
  return data?.items ?? NO_ALERTS;
}

export type RecentAlerts = {
  /** What ended in the last 24 h, newest first; null before the first answer. */
  alerts: readonly AlertView[] | null;
  more: boolean;
  problem: string | null;
};

/** Read anew as soon as something that fired no longer does. */
export function useRecentAlerts(firing: readonly AlertView[]): RecentAlerts {
  const heard = useLive((state) => state.status !== null);
  const ids = firing.map((one) => one.id).join(' ');
  const { data, error } = useSWR<AlertsAnswer, unknown>(
    heard ? ['alerts', 'recent', ids] : null,
    () => fetchJson<AlertsAnswer>(RECENT),
    { refreshInterval: RECENT_EVERY_MS, keepPreviousData: true },
  );
  return {
    alerts: data?.items ?? null,
    more: data !== undefined && data.nextCursor !== null,
    problem: problemOf(error),
  };
}

/** One that is wanted and in no list, by its id, whenever it was; `missing`: it is no longer kept, or never was. */
export function useOneAlert(id: string | null): { alert: AlertView | null; missing: boolean } {
  const heard = useLive((state) => state.status !== null);
  const url = id !== null && heard ? apiUrl('/api/v1/alerts', { id }) : null;
  const { data } = useSWR<AlertsAnswer, unknown>(url, (from: string) => fetchJson<AlertsAnswer>(from), {
    refreshInterval: FIRING_EVERY_MS,
  });
  const alert = data?.items[0] ?? null;
  return { alert, missing: data !== undefined && alert === null };
}
