'use client';
import { useMemo } from 'react';
import { liveStore } from '../../lib/client/live-store.ts';
import { useHeartbeatRows } from '../../lib/client/use-heartbeat-rows.ts';
import { useLive } from '../../lib/client/use-live.ts';
import { type Judge, type Judged, judgedAsOf } from '../../lib/view/board-judge.ts';
import { rowKey } from '../../lib/view/board-key.ts';

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
      if (!row.elects) streamed.add(rowKey(row));
    }
    for (const row of polled?.rows ?? []) {
      if (!streamed.has(rowKey(row))) judged.push(judgedAsOf(judge.judge(row), polled?.asOf ?? 0));
    }
    return judged;
  }, [judge, revision, polled]);
}
