'use client';
import { memo, type PointerEvent, useRef } from 'react';
import { countOf, formatLimit } from '../../lib/view/format.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import type { TimelineOverview } from '../../lib/view/timeline.ts';
import { type Scale, timeScale } from '../../lib/view/timeline-marks.ts';

const TOP = 6;
const TALL = 30;
const EDGE = 7;
const DAY_MS = 86_400_000;
const LENGTHS: readonly [ms: number, words: string, from: string][] = [
  [DAY_MS, '24 h', 'now-24h'],
  [7 * DAY_MS, '7 d', 'now-7d'],
  [30 * DAY_MS, '30 d', 'now-30d'],
  [90 * DAY_MS, '90 d', 'now-90d'],
  [366 * DAY_MS, '1 year', 'now-366d'],
];

/** How far back the overview goes, so that the window lies in it. */
export function overviewLength(range: TimeRange | null, now: number | null): { words: string; from: string } {
  const back = range === null || now === null ? 0 : now - range.from;
  const [, words, from] = LENGTHS.find(([ms]) => back <= ms * 1.001) ?? LENGTHS[4] ?? [0, '24 h', 'now-24h'];
  return { words, from };
}

/** Handovers per slot over a longer time, with the shown window on it: drag it, its edges, or a new one. */
export function OverviewStrip({
  overview,
  words,
  window: shown,
  left,
  width,
  pageWidth,
  keptFrom,
  show,
}: {
  overview: TimelineOverview | null;
  words: string;
  window: TimeRange;
  left: number;
  width: number;
  pageWidth: number;
  /** Nothing is known before; null when that is not known. */
  keptFrom: number | null;
  show: (range: TimeRange) => void;
}) {
  const frame = useRef<SVGGElement>(null);
  const drag = useRef<{
    x: number;
    from: number;
    to: number;
    what: 'move' | 'from' | 'to' | 'new';
    moved: boolean;
  } | null>(null);
  if (overview === null) return <div className="tl-overview" />;
  const scale = timeScale({ from: overview.from, to: overview.to }, left, width);
  const x0 = Math.max(left, scale.x(shown.from));
  const x1 = Math.max(x0 + 3, Math.min(left + width, scale.x(shown.to)));
  const inside = (x: number): number => Math.min(left + width, Math.max(left, x));

  function place(from: number, to: number): void {
    const [body, a, b] = frame.current?.children ?? [];
    body?.setAttribute('x', String(from));
    body?.setAttribute('width', String(Math.max(2, to - from)));
    a?.setAttribute('x', String(from - 3));
    b?.setAttribute('x', String(to - 3));
  }
  function onPointerDown(event: PointerEvent<SVGSVGElement>): void {
    if (event.button !== 0) return;
    const x = event.nativeEvent.offsetX;
    const what =
      Math.abs(x - x0) <= EDGE ? 'from' : Math.abs(x - x1) <= EDGE ? 'to' : x > x0 && x < x1 ? 'move' : 'new';
    drag.current = { x, from: x0, to: x1, what, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const started = drag.current;
    if (started === null) return;
    const x = inside(event.nativeEvent.offsetX);
    const by = x - started.x;
    if (!started.moved && Math.abs(by) < 3) return;
    started.moved = true;
    const length = x1 - x0;
    switch (started.what) {
      case 'move': {
        const from = Math.min(left + width - length, Math.max(left, x0 + by));
        started.from = from;
        started.to = from + length;
        break;
      }
      case 'from':
        started.from = Math.min(x, x1 - 2);
        break;
      case 'to':
        started.to = Math.max(x, x0 + 2);
        break;
      case 'new':
        started.from = Math.min(x, inside(started.x));
        started.to = Math.max(x, inside(started.x));
        break;
    }
    place(started.from, started.to);
  }
  function onPointerUp(): void {
    const started = drag.current;
    drag.current = null;
    if (started === null) return;
    if (started.moved) {
      // A window that is only moved keeps its length to the millisecond.
      const from = scale.at(started.from);
      const to = started.what === 'move' ? from + (shown.to - shown.from) : scale.at(started.to);
      show({ from: Math.round(from), to: Math.round(to) });
    } else if (started.what === 'new') {
      const half = (shown.to - shown.from) / 2;
      const middle = Math.min(overview?.to ?? 0, scale.at(inside(started.x)) + half) - half;
      show({ from: Math.round(middle - half), to: Math.round(middle + half) });
    }
  }
  const sum = overview.handovers.reduce((all, count) => all + count, 0);
  return (
    <div className="tl-overview">
      <span className="tl-words">
        <b className="tl-title">Handovers, {words}</b>
        each bar {formatLimit(Math.round(overview.slotMs / 1_000) * 1_000)}; drag the window
      </span>
      <svg
        width={pageWidth}
        height="46"
        role="img"
        aria-label={`Handovers of the last ${words}: ${countOf(sum, 'handover')}, ${countOf(overview.blindSpots.length, 'stretch', 'stretches')} not watched`}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          drag.current = null;
          place(x0, x1);
        }}
      >
        <defs>
          <pattern
            id="tl-blind-small"
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" fill="var(--color-sunken)" />
            <path d="M.5 0v5" stroke="var(--color-unknown)" />
          </pattern>
          <pattern
            id="tl-before-small"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="8" height="8" fill="var(--color-sunken)" />
            <path d="M.5 0v8" stroke="var(--color-line-strong)" />
          </pattern>
        </defs>
        <rect x={left} y={TOP} width={width} height={TALL} fill="var(--color-sunken)" />
        {keptFrom === null || keptFrom <= overview.from ? null : (
          <rect
            x={left}
            y={TOP}
            width={Math.min(width, scale.x(keptFrom) - left)}
            height={TALL}
            fill="url(#tl-before-small)"
          />
        )}
        <g ref={frame}>
          <rect
            className="tl-window"
            x={x0}
            y={TOP - 1}
            width={x1 - x0}
            height={TALL + 2}
            fill="var(--color-surface)"
            stroke="var(--color-text)"
            strokeWidth="1.5"
          />
          <rect className="tl-edge" x={x0 - 3} y="14" width="6" height="14" rx="2" fill="var(--color-text)" />
          <rect className="tl-edge" x={x1 - 3} y="14" width="6" height="14" rx="2" fill="var(--color-text)" />
        </g>
        <Bars overview={overview} scale={scale} />
      </svg>
    </div>
  );
}

const Bars = memo(function Bars({ overview, scale }: { overview: TimelineOverview; scale: Scale }) {
  const most = Math.max(5, ...overview.handovers);
  const wide = Math.max(1, scale.width / Math.max(1, overview.handovers.length) - 1);
  const path = overview.handovers
    .map((count, slot) => {
      if (count === 0) return '';
      // Few against many are still seen: the height grows with the root.
      const tall = Math.max(3, Math.sqrt(count / most) * (TALL - 2));
      const x = scale.x(overview.from + slot * overview.slotMs);
      return `M${x.toFixed(1)} ${TOP + TALL}v${(-tall).toFixed(1)}h${wide.toFixed(1)}v${tall.toFixed(1)}z`;
    })
    .join('');
  return (
    <g pointerEvents="none">
      {overview.blindSpots.map((spot) => {
        const from = scale.x(Math.max(spot.from, overview.from));
        const width = Math.max(3, scale.x(Math.min(spot.to, overview.to)) - from);
        const x = Math.min(from, scale.left + scale.width - width);
        return <rect key={spot.from} x={x} y={TOP} width={width} height={TALL} fill="url(#tl-blind-small)" />;
      })}
      <path d={path} fill="var(--color-text-2)" />
    </g>
  );
});
