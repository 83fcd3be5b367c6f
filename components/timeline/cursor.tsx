'use client';
import { type RefObject, useMemo, useRef } from 'react';
import { formatTime, type TimeZone } from '../../lib/view/format.ts';
import type { Scale } from '../../lib/view/timeline-marks.ts';

/** The dotted line and its time on the axis: moved by hand, never by drawing React anew. */
export type Cursor = {
  line: RefObject<HTMLElement | null>;
  label: RefObject<HTMLElement | null>;
  moveTo(at: number | null, scale: Scale, zone: TimeZone): void;
};

/** "21:48:07" and its padding, px: measured at each move it would have the page laid out at each. */
const LABEL_WIDTH = 66;

/** The middle of the time that is told: all of it stays over the plot, whose edges have words beside them. */
export function labelX(x: number, { left, width }: Pick<Scale, 'left' | 'width'>): number {
  const half = LABEL_WIDTH / 2;
  return Math.max(left + half, Math.min(x, left + width - half));
}

export function useCursor(): Cursor {
  const line = useRef<HTMLElement>(null);
  const label = useRef<HTMLElement>(null);
  return useMemo(
    () => ({
      line,
      label,
      moveTo(at, scale, zone) {
        const inside = at !== null && at >= scale.range.from && at <= scale.range.to;
        for (const element of [line.current, label.current]) {
          if (element === null) continue;
          element.hidden = !inside;
          const x = inside ? scale.x(at) : 0;
          element.style.transform = `translateX(${(element === label.current ? labelX(x, scale) : x).toFixed(1)}px)`;
        }
        if (inside && label.current?.firstElementChild != null)
          label.current.firstElementChild.textContent = formatTime(at, zone);
      },
    }),
    [],
  );
}
