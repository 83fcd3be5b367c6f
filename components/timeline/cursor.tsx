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
          if (inside) element.style.transform = `translateX(${scale.x(at).toFixed(1)}px)`;
        }
        if (inside && label.current?.firstElementChild != null)
          label.current.firstElementChild.textContent = formatTime(at, zone);
      },
    }),
    [],
  );
}
