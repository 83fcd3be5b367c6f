'use client';
import { useMemo } from 'react';
import { useHues } from '../../lib/client/use-hues.ts';
import { useLive } from '../../lib/client/use-live.ts';
import type { TimelineData } from '../../lib/client/use-timeline.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { timelineBands } from '../../lib/view/timeline-bands.ts';
import { layOut, NARROW, WIDE } from '../../lib/view/timeline-layout.ts';
import { type HolderHues, type Scale, timeScale } from '../../lib/view/timeline-marks.ts';
import type { ChartScene } from './lane-chart.tsx';

const WIDE_EDGES = { left: 300, right: 96 };
const NARROW_EDGES = { left: 12, right: 12 };

export type Edges = { left: number; right: number; plot: number };

/** Where the plot stands in a page of this width, px; `plot` 0 while the width is not known. */
export function edgesOf(width: number, narrow: boolean): Edges {
  const { left, right } = narrow ? NARROW_EDGES : WIDE_EDGES;
  return { left, right, plot: width === 0 ? 0 : Math.max(120, width - left - right) };
}

/** The same function of a holder until the first Leases are known, and from then on: bars keep their colours. */
function useHolderHues(): HolderHues {
  const hues = useHues();
  const learnt = useLive((state) => state.snapshots > 0);
  // What a hue is given by is kept for the whole page; only learning the nodes of all present holders is news.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  return useMemo(
    () => ({
      keyOf: (holder, node) => node ?? hues.nodeOf(holder),
      hueOf: (holder, node) => hues.hueOf(holder, node),
    }),
    [learnt],
  );
}

/** All that is drawn of an answer; the same object until something of it is another. */
export function useScene(input: {
  data: TimelineData | null;
  range: TimeRange | null;
  edges: Edges;
  width: number;
  narrow: boolean;
  zone: TimeZone;
  keptFrom: number | null;
}): { scene: ChartScene | null; scale: Scale | null } {
  const { data, range, edges, width, narrow, zone, keptFrom } = input;
  const hues = useHolderHues();
  const from = range?.from ?? null;
  const to = range?.to ?? null;
  const { left, plot } = edges;
  const scale = useMemo(
    () => (from === null || to === null || plot === 0 ? null : timeScale({ from, to }, left, plot)),
    [from, to, left, plot],
  );
  const lanes = data?.lanes ?? null;
  const layout = useMemo(
    () => (lanes === null ? null : layOut(lanes, narrow ? NARROW : WIDE)),
    [lanes, narrow],
  );
  const scene = useMemo((): ChartScene | null => {
    if (scale === null || layout === null || data === null) return null;
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
        read: { from: data.from, to: Math.max(data.to, asOf) },
      }),
      data,
      width,
      narrow,
      zone,
      now: inside ? asOf : null,
    };
  }, [scale, layout, data, hues, width, narrow, zone, keptFrom]);
  return { scene, scale };
}
