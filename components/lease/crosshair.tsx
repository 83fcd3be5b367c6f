'use client';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { formatTime } from '../../lib/view/format.ts';
import { useTimeZone } from '../ui/time-zone.tsx';
import type { ChartFrame } from './chart-frame.ts';

/**
 * One line through all bands, moved by the pointer or, with the focus on the chart, by the arrow keys from
 * stretch to stretch; Esc takes it away. `stops` from old to new, epoch ms.
 */
export function Crosshair({
  frame,
  at,
  move,
  stops,
  children,
}: {
  frame: ChartFrame;
  at: number | null;
  move: (at: number | null) => void;
  stops: readonly number[];
  children: ReactNode;
}) {
  const zone = useTimeZone();
  function onPointer(event: PointerEvent<HTMLElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left;
    move(x < frame.left || x > frame.width - frame.right ? null : frame.at(x));
  }
  function onKey(event: KeyboardEvent<HTMLElement>): void {
    const from = at ?? frame.range.to + 1;
    const next: Record<string, number | null | undefined> = {
      ArrowLeft: stops.findLast((stop) => stop < from - 1),
      ArrowRight: stops.find((stop) => stop > from + 1),
      Home: stops[0],
      End: stops.at(-1),
      Escape: null,
    };
    const target = next[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  }
  const x = at === null ? 0 : frame.x(at);
  return (
    <div
      className="crosshair"
      role="slider"
      tabIndex={0}
      aria-label="Moment on the chart"
      aria-valuemin={Math.round(frame.range.from)}
      aria-valuemax={Math.round(frame.range.to)}
      aria-valuenow={Math.round(at ?? frame.range.to)}
      aria-valuetext={at === null ? 'none; arrow keys move it' : formatTime(at, zone)}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => move(null)}
      onBlur={() => move(null)}
      onKeyDown={onKey}
    >
      {at === null ? null : (
        <i
          className="crosshair-line"
          style={{ left: x, top: frame.lanesTop - 6, height: frame.bottom - frame.lanesTop + 6 }}
        />
      )}
      {children}
    </div>
  );
}
