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

/** Whether the time that is told, its middle at `told`, would lie over a word of the axis with its middle at `x`, px. */
export function liesOver(told: number, x: number, word: string): boolean {
  return Math.abs(x - told) < (LABEL_WIDTH + word.length * LETTER) / 2;
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
        // An attribute that stays as it is has nothing drawn anew; a style that is set at each move costs a frame.
        for (const word of label.current?.parentElement?.querySelectorAll('.tl-tick') ?? [])
          word.toggleAttribute(
            'data-under',
            inside && liesOver(told, Number(word.getAttribute('x')), word.textContent),
          );
        if (inside && label.current?.firstElementChild != null)
          label.current.firstElementChild.textContent = formatTime(at, zone);
      },
    }),
    [],
  );
}
