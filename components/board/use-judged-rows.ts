'use client';
import { useMemo } from 'react';
import { liveStore } from '../../lib/client/live-store.ts';
import { useHeartbeatRows } from '../../lib/client/use-heartbeat-rows.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { leaseKey } from '../../lib/lease/record.ts';
import { leaseState } from '../../lib/lease/state.ts';
import type { Judge, Judged } from '../../lib/view/board-judge.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

/** Every row the page knows, judged as of now; those asked for now and then, as of when they were asked for. */
export function useJudgedRows(judge: Judge | null): readonly Judged[] {
  const revision = useLive((state) => state.revision);
  const polled = useHeartbeatRows();
  return useMemo(() => {
    if (judge === null || revision === 0) return [];
    // Mere renewals, hundreds a second in a large cluster, are taken along with the next tick.
    const { rows } = liveStore.state();
    const judged: Judged[] = [];
    const streamed = new Set<string>();
    for (const row of rows.values()) {
      judged.push(judge.judge(row));
      if (!row.elects) streamed.add(leaseKey(row));
    }
    for (const row of polled?.rows ?? []) {
      if (!streamed.has(leaseKey(row))) judged.push(asOf(judge.judge(row), row, polled?.asOf ?? 0));
    }
    return judged;
  }, [judge, revision, polled]);
}

function asOf(judged: Judged, row: LeaseRow, at: number): Judged {
  if (judged.frozen || at > judged.now) return judged;
  const state = leaseState(row, at, { live: true, provenAt: at, resumedAt: null });
  return { ...judged, state, mark: state, now: at };
}
