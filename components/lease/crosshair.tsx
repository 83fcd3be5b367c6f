'use client';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import type { ChartFrame } from './chart-frame.ts';

/** A pointer that moved less than this between down and up has clicked, px. */
const CLICK = 4;
const KEY_ZOOM = 2;

/**
 * One line through all bands, moved by the pointer or, with the focus on the chart, by the arrow keys from
 * stretch to stretch. A click or Enter holds it fast, Esc takes it away; dragging, or + and −, zooms. `stops` from
 * old to new, epoch ms.
 */
export function Crosshair({
  frame,
  at,
  pinned,
  move,
  pin,
  zoom,
  stops,
  words,
  children,
}: {
  frame: ChartFrame;
  at: number | null;
  pinned: number | null;
  move: (at: number | null) => void;
  pin: (at: number | null) => void;
  zoom: (to: TimeRange) => void;
  stops: readonly number[];
  /** What the chart shows there; null while it is nowhere. */
  words: string | null;
  children: ReactNode;
}) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const { range } = frame;
  const inside = (x: number): boolean => x >= frame.left && x <= frame.width - frame.right;
  function placeOf(event: PointerEvent<HTMLElement>): number {
    return event.clientX - event.currentTarget.getBoundingClientRect().left;
  }
  function onMove(event: PointerEvent<HTMLElement>): void {
    const x = placeOf(event);
    if (drag !== null) {
      setDrag({ from: drag.from, to: Math.min(Math.max(x, frame.left), frame.width - frame.right) });
      return;
    }
    move(inside(x) ? frame.at(x) : null);
  }
  function onDown(event: PointerEvent<HTMLElement>): void {
    const x = placeOf(event);
    if (event.button !== 0 || !inside(x)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: x, to: x });
    move(frame.at(x));
  }
  function onUp(event: PointerEvent<HTMLElement>): void {
    if (drag === null) return;
    setDrag(null);
    const x = placeOf(event);
    if (Math.abs(x - drag.from) < CLICK) {
      pin(frame.at(x));
      return;
    }
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)].map(frame.at);
    if (from !== undefined && to !== undefined) zoom({ from, to });
  }
  function onKey(event: KeyboardEvent<HTMLElement>): void {
    const from = at ?? range.to + 1;
    const next: Record<string, number | null | undefined> = {
      ArrowLeft: stops.findLast((stop) => stop < from - 1),
      ArrowRight: stops.find((stop) => stop > from + 1),
      Home: stops[0],
      End: stops.at(-1),
      Escape: null,
    };
    if (event.key === 'Enter') pin(at);
    else if (event.key === 'Escape' && pinned !== null) pin(null);
    if (event.key === '+' || event.key === '-') {
      event.preventDefault();
      const middle = at ?? (range.from + range.to) / 2;
      const half = ((range.to - range.from) / 2) * (event.key === '+' ? 1 / KEY_ZOOM : KEY_ZOOM);
      zoom({ from: middle - half, to: middle + half });
      return;
    }
    const target = next[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  }
  const tall = { top: frame.lanesTop - 6, height: frame.bottom - frame.lanesTop + 6 };
  return (
    <div
      className="crosshair"
      role="slider"
      tabIndex={0}
      aria-label="Moment on the chart"
      aria-valuemin={Math.round(range.from)}
      aria-valuemax={Math.round(range.to)}
      aria-valuenow={Math.round(at ?? range.to)}
      aria-valuetext={words ?? 'none; arrow keys move it, plus and minus zoom'}
      onPointerMove={onMove}
      onPointerDown={onDown}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => {
        if (drag === null) move(null);
      }}
      onBlur={() => move(null)}
      onKeyDown={onKey}
    >
      {pinned === null ? null : (
        <i className="crosshair-line pinned" style={{ left: frame.x(pinned), ...tall }} />
      )}
      {at === null || at === pinned ? null : (
        <i className="crosshair-line" style={{ left: frame.x(at), ...tall }} />
      )}
      {drag === null || Math.abs(drag.to - drag.from) < CLICK ? (
        children
      ) : (
        <i
          className="crosshair-drag"
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from), ...tall }}
        />
      )}
    </div>
  );
}
