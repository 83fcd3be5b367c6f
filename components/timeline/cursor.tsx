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
/** 11 px type of the widest usual font is less a letter, px. */
const LETTER = 7;

/** The middle of the time that is told: all of it stays over the plot, whose edges have words beside them. */
export function labelX(x: number, { left, width }: Pick<Scale, 'left' | 'width'>): number {
  const half = LABEL_WIDTH / 2;
  return Math.max(left + half, Math.min(x, left + width - half));
}

/** Of a word of the axis with its middle at `x`: how near to it, px, the time that is told would lie over it. */
export function givesWay(x: number, word: string): { '--x': number; '--room': number } {
  return { '--x': x, '--room': (LABEL_WIDTH + word.length * LETTER) / 2 };
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
        const x = inside ? scale.x(at) : 0;
        const told = labelX(x, scale);
        for (const [element, place] of [[line.current, x] as const, [label.current, told] as const]) {
          if (element === null) continue;
          element.hidden = !inside;
          element.style.transform = `translateX(${place.toFixed(1)}px)`;
        }
        // On the axis, so that a tick that React draws anew meanwhile gives way too.
        const axis = label.current?.parentElement?.style;
        if (inside) axis?.setProperty('--told', told.toFixed(1));
        else axis?.removeProperty('--told');
        if (inside && label.current?.firstElementChild != null)
          label.current.firstElementChild.textContent = formatTime(at, zone);
      },
    }),
    [],
  );
}
