'use client';
import Link from 'next/link';
import { memo } from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { alertHref } from '../../lib/view/alert-links.ts';
import { countOf, type TimeZone } from '../../lib/view/format.ts';
import { placeAlerts } from '../../lib/view/timeline-alerts.ts';
import { placeWords } from '../../lib/view/timeline-band-words.ts';
import type { Band } from '../../lib/view/timeline-bands.ts';
import type { Scale } from '../../lib/view/timeline-marks.ts';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';
import { AlertMark } from '../ui/alert-mark.tsx';
import type { Cursor } from './cursor.tsx';

const PX_A_TICK = 76;

export function ticksOf(scale: Scale, zone: TimeZone) {
  return axisTicks(scale.range, Math.floor(scale.width / PX_A_TICK), zone);
}

/** Times above the lanes, and the words of the bands that run through them. */
export const LaneAxis = memo(function LaneAxis({
  scale,
  width,
  bands,
  alerts,
  asOf,
  joinedMs,
  zone,
  total,
  end,
  cursor,
  narrow,
  cluster,
}: {
  scale: Scale;
  width: number;
  bands: readonly Band[];
  /** About no single Lease. */
  alerts: readonly AlertView[];
  /** Up to when one that fires has fired, epoch ms. */
  asOf: number | null;
  /** Slow stretches closer than this came as one. */
  joinedMs: number;
  zone: TimeZone;
  total: number | null;
  /** What stands at the right edge of a range that ends now: "now", or nothing. */
  end: string | null;
  cursor: Cursor;
  narrow: boolean;
  /** Another one than is watched: its alerts have no page here. */
  cluster: string | null;
}) {
  const right = scale.left + scale.width;
  const words = placeWords(bands, narrow ? 0 : scale.left, narrow ? width : right, joinedMs);
  const endRoom = end === null ? 0 : 34;
  // Where nothing is beside the plot there is no room for the half of it.
  const endX = right - (narrow ? 12 : 0);
  const places = placeAlerts(alerts, scale, asOf ?? scale.range.to);
  const titles = new Map(alerts.map(({ id, severity, title }) => [id, `${severity}: ${title}`]));
  return (
    <div className="tl-axis">
      {narrow ? null : (
        <span className="tl-total">{total === null ? 'Reading…' : countOf(total, 'Lease')}</span>
      )}
      <svg width={width} height="44" aria-hidden="true">
        {words.map((one) => (
          <text
            key={one.key}
            x={one.x}
            y="13"
            textAnchor="middle"
            className={one.slow ? 'tl-text slow' : 'tl-text'}
          >
            {one.words}
          </text>
        ))}
        {ticksOf(scale, zone)
          .map((tick) => ({ ...tick, x: scale.x(tick.at) }))
          .filter(({ x }) => x < right - endRoom - 16 && x > scale.left + 16)
          .map((tick) => (
            <text
              key={tick.at}
              x={tick.x}
              y="32"
              textAnchor="middle"
              className={tick.strong ? 'tl-text tl-tick strong' : 'tl-text tl-tick'}
            >
              {tick.label}
            </text>
          ))}
        {places.map((place) => (
          <AlertMark key={place.id} {...place} top={35} />
        ))}
        {end === null ? null : (
          <text x={endX} y="32" textAnchor="middle" className="tl-text tl-tick strong">
            {end}
          </text>
        )}
      </svg>
      {places.map(({ id, from }) => {
        const mark = {
          className: 'tl-alert',
          style: { left: from },
          'aria-label': titles.get(id),
          title: titles.get(id),
        };
        return cluster === null ? (
          <Link key={id} {...mark} href={alertHref({ id })} prefetch={false} />
        ) : (
          <span key={id} {...mark} role="img" />
        );
      })}
      {narrow ? null : <span className="tl-moves">handovers</span>}
      <span className="tl-when" ref={cursor.label} hidden aria-hidden="true">
        <b />
      </span>
    </div>
  );
});
