'use client';
import { useDeferredValue, useMemo } from 'react';
import { liveStore } from '../../lib/client/live-store.ts';
import { tellNodes, useHues } from '../../lib/client/use-hues.ts';
import { useLive } from '../../lib/client/use-live.ts';
import type { TimelineData, TimelineQuery } from '../../lib/client/use-timeline.ts';
import type { AlertView } from '../../lib/view/alert.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import type { TimelineLane } from '../../lib/view/timeline.ts';
import { laneAlerts } from '../../lib/view/timeline-alerts.ts';
import { timelineBands } from '../../lib/view/timeline-bands.ts';
import { layOut, NARROW, WIDE } from '../../lib/view/timeline-layout.ts';
import { type HolderHues, type Scale, timeScale } from '../../lib/view/timeline-marks.ts';
import { type ExpiredNow, withPresent } from '../../lib/view/timeline-present.ts';
import type { ChartScene } from './lane-chart.tsx';

/** A range that ends this close to now shows the present. */
const PRESENT_MS = 5_000;
const WIDE_EDGES = { left: 300, right: 96 };
const NARROW_EDGES = { left: 12, right: 12 };

export type Edges = { left: number; right: number; plot: number };

/** Where the plot stands in a page of this width, px; `plot` 0 while the width is not known. */
export function edgesOf(width: number, narrow: boolean): Edges {
  const { left, right } = narrow ? NARROW_EDGES : WIDE_EDGES;
  return { left, right, plot: width === 0 ? 0 : Math.max(120, width - left - right) };
}

/** The same object until another answer came, or the present holders' nodes are first known: bars keep their colours. */
function useHolderHues(lanes: readonly TimelineLane[] | null): HolderHues {
  const hues = useHues();
  const learnt = useLive((state) => state.snapshots > 0);
  // A page that was read tells where holders ran for all the marks, also for those that do not say it.
  useMemo(() => {
    for (const lane of lanes ?? []) tellNodes(lane.spans);
  }, [lanes]);
  // Every word of the stream makes another `hues`, of which only the nodes of all present holders are news.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  return useMemo(() => ({ hueOf: (holder) => hues.hueOf(holder) }), [learnt, lanes]);
}

/** Those that the stream says are expired; read when an answer comes, for it is drawn anew often enough. */
function expiredNow(): ExpiredNow {
  const expired = new Map<string, number>();
  for (const row of liveStore.state().rows.values())
    if (row.state === 'expired' && row.stateSince !== null)
      expired.set(`${row.namespace}/${row.name}`, row.stateSince);
  return expired;
}

/** All that is drawn of an answer; the same object until something of it is another. */
export function useScene(input: {
  data: TimelineData | null;
  alerts: readonly AlertView[];
  range: TimeRange | null;
  edges: Edges;
  width: number;
  narrow: boolean;
  zone: TimeZone;
  keptFrom: number | null;
  /** What the stream says of the present is about the same cluster. */
  isWatched: boolean;
}): { scene: ChartScene | null; scale: Scale | null } {
  const { data, alerts, range, edges, width, narrow, zone, keptFrom, isWatched } = input;
  const lanes = useMemo(() => {
    if (data === null) return null;
    const isPresent = isWatched && data.to >= data.asOf - PRESENT_MS;
    return isPresent ? withPresent(data.lanes, expiredNow()) : data.lanes;
  }, [data, isWatched]);
  const hues = useHolderHues(lanes);
  const from = range?.from ?? null;
  const to = range?.to ?? null;
  const { left, plot } = edges;
  const scale = useMemo(
    () => (from === null || to === null || plot === 0 ? null : timeScale({ from, to }, left, plot)),
    [from, to, left, plot],
  );
  const layout = useMemo(
    () => (lanes === null ? null : layOut(lanes, narrow ? NARROW : WIDE)),
    [lanes, narrow],
  );
  const marks = useMemo(() => laneAlerts(alerts), [alerts]);
  const scene = useMemo((): ChartScene | null => {
    if (scale === null || layout === null || data === null || lanes === null) return null;
    const { blindSpots, slow, asOf } = data;
    const inside = asOf > scale.range.from && asOf <= scale.range.to;
    return {
      layout,
      scale,
      hues,
      bands: timelineBands({
        scale,
        blindSpots,
        slow,
        keptFrom,
        zone,
        now: asOf,
        joinedMs: data.pointMs,
        read: { from: data.from, to: Math.max(data.to, asOf) },
      }),
      data: { ...data, lanes },
      alerts: marks,
      width,
      narrow,
      zone,
      now: inside ? asOf : null,
    };
  }, [scale, layout, data, lanes, marks, hues, width, narrow, zone, keptFrom]);
  return { scene, scale };
}

/**
 * What is drawn: the lanes follow in small pieces between frames, keys and the pointer never wait for them. The first
 * are drawn at once: there is nothing yet that anybody could have in hand. `earlier`: it is of another question than
 * `query`, also while the answer is here and not drawn yet.
 */
export function useDrawn<T>(
  latest: T | null,
  query: TimelineQuery,
  isRead: boolean,
): { scene: T | null; earlier: boolean } {
  const scene = useDeferredValue(latest);
  // An answer that only is newer leaves this as it is.
  const answered = useDeferredValue(isRead ? query : null);
  if (scene === null) return { scene: latest, earlier: !isRead };
  return { scene, earlier: answered !== query };
}
