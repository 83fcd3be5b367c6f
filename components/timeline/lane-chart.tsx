'use client';
import { memo, type RefObject, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import type { TimelineData } from '../../lib/client/use-timeline.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import { ALERT_ABOVE, type LaneAlerts, placeAlerts } from '../../lib/view/timeline-alerts.ts';
import { type Band, SCOPED_HEIGHT, scopedBlind } from '../../lib/view/timeline-bands.ts';
import { type LaneRow, type Layout, rowsBetween } from '../../lib/view/timeline-layout.ts';
import { boxesPath, type HolderHues, markCount, type Scale } from '../../lib/view/timeline-marks.ts';
import type { InSight } from '../../lib/view/timeline-sight.ts';
import { AlertMark } from '../ui/alert-mark.tsx';
import { ChartHatches } from './chart-hatches.tsx';
import { ticksOf } from './lane-axis.tsx';
import { LaneCanvas } from './lane-canvas.tsx';
import { LaneLabels } from './lane-labels.tsx';
import { LaneMarks } from './lane-marks.tsx';
import { useInSight } from './use-in-sight.ts';

/** Past this many marks on the screen elements are slower than pixels. */
const MOST_ELEMENTS = 10_000;
/** More handovers than this, and than one an hour, are worth a look. */
const MANY = 5;
/** The next page is read when its place comes this close to the screen, px. */
const READ_AHEAD = 900;

const FILLS: Record<Band['type'], string> = {
  blind: 'url(#tl-blind)',
  before: 'url(#tl-before)',
  slow: 'var(--color-late-bg)',
  unread: 'var(--color-bg)',
};

export type ChartScene = {
  layout: Layout;
  scale: Scale;
  hues: HolderHues;
  bands: readonly Band[];
  data: TimelineData;
  alerts: LaneAlerts;
  width: number;
  narrow: boolean;
  zone: TimeZone;
  /** Epoch ms; null when it lies outside the range. */
  now: number | null;
};

/** The lanes: of 5,000 only those on the screen are drawn. */
export const LaneChart = memo(function LaneChart({
  scene,
  sentence,
  linkRange,
  hours,
  more,
  frame,
}: {
  scene: ChartScene;
  sentence: string;
  linkRange: string;
  /** How long the range is. */
  hours: number;
  more: () => void;
  frame: RefObject<HTMLDivElement | null>;
}) {
  const { layout, scale, hues, width, narrow, data } = scene;
  const sight = useInSight(frame, layout.height);
  const near = layout.height - sight.bottom < READ_AHEAD;
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (near && data.hasMore) latest.current();
  }, [near, data]);
  // Where the labels lead is nothing that a zoom waits for.
  const links = useDeferredValue(linkRange);
  const { rows, lanes } = useMemo(() => {
    const between = rowsBetween(layout, sight.top, sight.bottom);
    return { rows: between, lanes: between.filter((row): row is LaneRow => row.type === 'lane') };
  }, [layout, sight.top, sight.bottom]);
  const marks = lanes.reduce((sum, row) => sum + markCount(row.lane), 0);
  const many = marks > MOST_ELEMENTS;
  const height = Math.max(0, sight.bottom - sight.top);
  const layer = {
    className: 'tl-layer',
    style: { top: sight.top },
    width,
    height,
    viewBox: `0 ${sight.top} ${width} ${Math.max(1, height)}`,
  };
  return (
    <>
      <LaneLabels rows={rows} range={links} many={Math.max(MANY, Math.round(hours))} narrow={narrow} />
      <svg {...layer} role="img" aria-label={sentence}>
        <ChartHatches />
        <Ground scene={scene} sight={sight} />
        {many ? null : <LaneMarks lanes={lanes} scale={scale} hues={hues} />}
      </svg>
      {many ? <LaneCanvas rows={lanes} scale={scale} hues={hues} sight={sight} width={width} /> : null}
      <svg {...layer} aria-hidden="true">
        <Above scene={scene} sight={sight} lanes={lanes} />
        <Alerts scene={scene} lanes={lanes} />
      </svg>
    </>
  );
});

/** Under the lanes: the grid of the axis, and slow renewals. */
function Ground({ scene: { scale, bands, zone }, sight }: { scene: ChartScene; sight: InSight }) {
  const height = sight.bottom - sight.top;
  const grid = ticksOf(scale, zone).map((tick) => `M${scale.x(tick.at).toFixed(1)} ${sight.top}v${height}`);
  return (
    <>
      {bands
        .filter((band) => band.type === 'slow')
        .map((band) => (
          <rect
            key={band.key}
            x={band.x}
            y={sight.top}
            width={band.width}
            height={height}
            fill={FILLS.slow}
          />
        ))}
      <path d={grid.join('')} stroke="var(--color-line)" />
    </>
  );
}

/** Over the lanes: what nobody watched hides them, for there nothing is known. */
function Above({
  scene: { scale, bands, now, data },
  sight,
  lanes,
}: {
  scene: ChartScene;
  sight: InSight;
  lanes: readonly LaneRow[];
}) {
  const height = sight.bottom - sight.top;
  const scoped = data.blindSpots.some((one) => one.scope !== null);
  return (
    <>
      {bands.map((band) =>
        band.type === 'slow' ? (
          <path
            key={band.key}
            d={`M${band.x} ${sight.top}v${height}M${band.x + band.width} ${sight.top}v${height}`}
            stroke="var(--color-late)"
          />
        ) : (
          <rect
            key={band.key}
            x={band.x}
            y={sight.top}
            width={band.width}
            height={height}
            fill={FILLS[band.type]}
          />
        ),
      )}
      {scoped
        ? lanes.map((row) => {
            const boxes = scopedBlind(data.blindSpots, row.lane.namespace, scale);
            return boxes.length === 0 ? null : (
              <path key={row.key} d={boxesPath(boxes, row.middle, SCOPED_HEIGHT)} fill={FILLS.blind} />
            );
          })
        : null}
      {now === null ? null : (
        <path
          className="tl-now"
          d={`M${scale.x(now).toFixed(1)} ${sight.top}v${height}`}
          stroke="var(--color-text-2)"
        />
      )}
    </>
  );
}

/** Over everything: an alert is true whatever was watched meanwhile. */
function Alerts({ scene: { alerts, scale, data }, lanes }: { scene: ChartScene; lanes: readonly LaneRow[] }) {
  return lanes.map((row) => {
    const own = alerts.byLane.get(row.key);
    if (own === undefined) return null;
    return placeAlerts(own, scale, data.asOf).map((place) => (
      <AlertMark key={place.id} {...place} top={row.middle - ALERT_ABOVE} />
    ));
  });
}
