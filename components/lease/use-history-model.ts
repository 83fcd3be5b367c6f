'use client';
import { useMemo } from 'react';
import { useHistoryStatus } from '../../lib/client/use-history-status.ts';
import { useBlindSpots } from '../../lib/client/use-lease-blind-spots.ts';
import { useLeaseExpired } from '../../lib/client/use-lease-history.ts';
import type { AskedTime } from '../../lib/view/asked-time.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { type HistoryInput, type HistoryModel, leaseHistory } from '../../lib/view/lease-history.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { endsNow, type ParsedRange, resolveRange } from '../../lib/view/timeline-range.ts';

/** The chart moves by this much at least, or by this share: drawing it anew for less than a pixel is no use. */
const STEP_MS = 2_000;
const STEP_SHARE = 1 / 1_500;

type Asked = Pick<
  HistoryInput,
  | 'row'
  | 'state'
  | 'gone'
  | 'handovers'
  | 'handoversFrom'
  | 'buckets'
  | 'unwritten'
  | 'keptFrom'
  | 'usualGapMs'
  | 'durations'
  | 'durationsPending'
> & {
  chosen: ParsedRange;
  judged: Judged;
  /** What the feed itself knows of, which is newer than what is kept. */
  feedSpots: readonly TimeRange[];
};

/** What the chart draws; another object only when something of it moved. */
export function useHistoryModel(asked: Asked): HistoryModel {
  const { row, state, gone, handovers, handoversFrom, buckets, unwritten, keptFrom } = asked;
  const { chosen, judged, feedSpots, usualGapMs, durations, durationsPending = false } = asked;
  const renewalsKeptFrom = useHistoryStatus()?.renewalsKeptFrom ?? null;
  const present = endsNow(chosen);
  const end = chartEnd(judged, chosen.from);
  const expired = useLeaseExpired(row, chosen);
  const keptSpots = useBlindSpots(chosen.words, present);
  const blindSpots = useMemo(() => {
    const own = (keptSpots ?? []).filter(({ scope }) => scope === null || scope === row.namespace);
    return [...feedSpots, ...own];
  }, [feedSpots, keptSpots, row.namespace]);
  return useMemo(() => {
    const range = resolveRange(chosen, end) ?? { from: end, to: end };
    return leaseHistory({
      row,
      state,
      gone,
      range,
      present,
      handovers,
      handoversFrom,
      buckets,
      unwritten,
      blindSpots,
      expired,
      keptFrom,
      renewalsKeptFrom,
      durations,
      durationsPending,
      usualGapMs,
    });
  }, [
    row,
    state,
    gone,
    chosen,
    present,
    handovers,
    handoversFrom,
    buckets,
    unwritten,
    blindSpots,
    expired,
    keptFrom,
    renewalsKeptFrom,
    durations,
    durationsPending,
    usualGapMs,
    end,
  ]);
}

/** The present in steps of the chart's grain; the feed's last word while it is silent. Epoch ms. */
function chartEnd({ now, frozen }: Judged, from: AskedTime): number {
  const step = from.type === 'ago' ? Math.max(STEP_MS, Math.round(from.ms * STEP_SHARE)) : STEP_MS;
  return frozen ? now : Math.ceil(now / step) * step;
}
