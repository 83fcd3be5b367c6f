'use client';
import { memo } from 'react';
import { countOf, type TimeZone } from '../../lib/view/format.ts';
import { placeWords } from '../../lib/view/timeline-band-words.ts';
import type { Band } from '../../lib/view/timeline-bands.ts';
import type { Scale } from '../../lib/view/timeline-marks.ts';
import { axisTicks } from '../../lib/view/timeline-ticks.ts';
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
  joinedMs,
  zone,
  total,
  end,
  cursor,
  narrow,
}: {
  scale: Scale;
  width: number;
  bands: readonly Band[];
  /** Slow stretches closer than this came as one. */
  joinedMs: number;
  zone: TimeZone;
  total: number | null;
  /** What stands at the right edge of a range that ends now: "now", or nothing. */
  end: string | null;
  cursor: Cursor;
  narrow: boolean;
}) {
  const right = scale.left + scale.width;
  const words = placeWords(bands, narrow ? 0 : scale.left, narrow ? width : right, joinedMs);
  const endRoom = end === null ? 0 : 34;
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
              className={tick.strong ? 'tl-text strong' : 'tl-text'}
            >
              {tick.label}
            </text>
          ))}
        {end === null ? null : (
          <text x={right} y="32" textAnchor={narrow ? 'end' : 'middle'} className="tl-text strong">
            {end}
          </text>
        )}
      </svg>
      {narrow ? null : <span className="tl-moves">handovers</span>}
      <span className="tl-when" ref={cursor.label} hidden aria-hidden="true">
        <b />
      </span>
    </div>
  );
});
