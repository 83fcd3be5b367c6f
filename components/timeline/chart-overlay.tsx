'use client';
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { AlertView } from '../../lib/view/alert.ts';
import { type LaneRow, laneAt } from '../../lib/view/timeline-layout.ts';
import type { Target } from '../../lib/view/timeline-target.ts';
import { targetWords } from '../../lib/view/timeline-words.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { alertOn, markOf, stopsIn, targetOf } from './chart-target.ts';
import type { Cursor } from './cursor.tsx';
import type { Hover, Point } from './hover.ts';
import type { ChartScene } from './lane-chart.tsx';
import { stickyBottom } from './sticky-bottom.ts';
import type { RangeActions } from './use-range-actions.ts';

/** A pointer that moved less than this has clicked, px. */
const STILL = 4;

type Props = {
  scene: ChartScene;
  hover: Hover;
  cursor: Cursor;
  actions: RangeActions;
  frame: RefObject<HTMLDivElement | null>;
  /** What a click or Enter does with what is there. */
  open: (target: Target, touch: boolean) => void;
  /** What a click on the mark of an alert does. */
  openAlert: (alert: AlertView) => void;
  pin: (target: Target) => void;
  /** Closes a card that stays; false when there was none. */
  unpin: () => boolean;
};

/**
 * What takes the pointer and the keys over the lanes. What lies under them is found by arithmetic; a moving
 * pointer moves one line and one rectangle, by hand. A drag selects and zooms.
 */
export function ChartOverlay(props: Props) {
  const { scene, hover, cursor, actions, frame, open, pin, unpin } = props;
  const { layout, scale, zone } = scene;
  const hit = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLElement>(null);
  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  /** Where the pointer is over the plot, px. */
  const pointer = useRef<number | null>(null);
  const [keyed, setKeyed] = useState<Point | null>(null);
  const shown = useSyncExternalStore(hover.subscribe, hover.point, () => null);

  // From anywhere on the page; once there, the keys are heard below.
  const takeFocus = (): void => hit.current?.focus({ preventScroll: true });
  useShortcuts({ j: takeFocus, k: takeFocus });

  // What was pointed at may have moved away under the cursor.
  useEffect(() => {
    if (keyed !== null) cursor.moveTo(keyed.at, scale, zone);
    else if (pointer.current !== null) cursor.moveTo(scale.at(pointer.current), scale, zone);
  }, [keyed, cursor, scale, zone]);

  // Esc lets go of a selection.
  useEffect(() => {
    const letGo = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || drag.current?.moved !== true) return;
      event.preventDefault();
      drag.current = null;
      if (selection.current !== null) selection.current.hidden = true;
    };
    window.addEventListener('keydown', letGo, { capture: true });
    return () => window.removeEventListener('keydown', letGo, { capture: true });
  }, []);

  /** Inside the overlay, which begins at the plot's left edge. */
  function spot(event: PointerEvent<HTMLElement>): { x: number; y: number } {
    return { x: event.nativeEvent.offsetX + scale.left, y: event.nativeEvent.offsetY };
  }
  function hide(): void {
    pointer.current = null;
    cursor.moveTo(null, scale, zone);
  }
  function paintSelection(from: number, to: number): void {
    const box = selection.current;
    if (box === null) return;
    box.hidden = false;
    box.style.transform = `translateX(${Math.min(from, to)}px)`;
    box.style.width = `${Math.abs(to - from)}px`;
  }
  function endSelection(): void {
    drag.current = null;
    if (selection.current !== null) selection.current.hidden = true;
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const { x, y } = spot(event);
    const inside = Math.min(Math.max(x, scale.left), scale.left + scale.width);
    const at = scale.at(inside);
    pointer.current = inside;
    cursor.moveTo(at, scale, zone);
    const started = drag.current;
    if (started !== null && (started.moved || Math.abs(x - started.x) > STILL)) {
      if (!started.moved) {
        started.moved = true;
        hover.set(null);
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      paintSelection(started.x, inside);
      return;
    }
    if (event.pointerType === 'touch') return;
    const row = laneAt(layout, y);
    const target = row === null ? null : targetOf(scene, row, at);
    hover.setSoon(
      row === null || target === null || target.type === 'nothing'
        ? null
        : { key: row.key, mark: markOf(target), at: target.at, by: 'pointer' },
    );
  }

  function onPointerUp(event: PointerEvent<HTMLElement>): void {
    const started = drag.current;
    const { x, y } = spot(event);
    endSelection();
    if (started === null) return;
    const inside = Math.min(Math.max(x, scale.left), scale.left + scale.width);
    if (started.moved) {
      if (Math.abs(inside - started.x) > STILL)
        actions.show({
          from: scale.at(Math.min(inside, started.x)),
          to: scale.at(Math.max(inside, started.x)),
        });
      hide();
      return;
    }
    const row = laneAt(layout, y);
    if (row === null) return;
    const touch = event.pointerType === 'touch';
    // By thumb the card comes first, which has a link that is large enough.
    const alert = touch ? null : alertOn(scene, row, { x: inside, y });
    if (alert === null) open(targetOf(scene, row, scale.at(inside)), touch);
    else props.openAlert(alert);
  }

  function move(row: LaneRow | undefined, at: number): void {
    if (row === undefined) return;
    const point: Point = { key: row.key, mark: `${at}`, at, by: 'keys' };
    setKeyed(point);
    hover.set(point);
    const top = (frame.current?.getBoundingClientRect().top ?? 0) + row.top;
    const least = stickyBottom(frame.current);
    const most = window.innerHeight - 48 - row.height;
    if (top < least) window.scrollBy(0, top - least);
    else if (top > most) window.scrollBy(0, top - most);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = layout.lanes.find((lane) => lane.key === keyed?.key) ?? firstInSight();
    if (row === undefined) return;
    const at = keyed?.at ?? scale.range.to;
    const stops = [scale.range.from, ...stopsIn(scene, row), scale.range.to];
    const lane = (by: number): LaneRow | undefined =>
      layout.lanes[Math.min(layout.lanes.length - 1, Math.max(0, row.index + by))];
    const moves: Record<string, () => void> = {
      ArrowLeft: () => move(row, stops.findLast((stop) => stop < at - 1) ?? scale.range.from),
      ArrowRight: () => move(row, stops.find((stop) => stop > at + 1) ?? scale.range.to),
      ArrowUp: () => move(lane(-1), at),
      ArrowDown: () => move(lane(1), at),
      k: () => move(lane(-1), at),
      j: () => move(lane(1), at),
      PageUp: () => move(lane(-20), at),
      PageDown: () => move(lane(20), at),
      Home: () => move(row, scale.range.from),
      End: () => move(row, scale.range.to),
      '+': () => actions.zoomIn(at),
      '=': () => actions.zoomIn(at),
      '-': () => actions.zoomOut(at),
      Enter: () => open(targetOf(scene, row, at), false),
      p: () => pin(targetOf(scene, row, at)),
      Escape: () => {
        if (!unpin()) hover.set(null);
      },
    };
    const run = moves[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  }

  function firstInSight(): LaneRow | undefined {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined) return layout.lanes[0];
    const top = stickyBottom(frame.current) - box.top;
    return layout.lanes.find((row) => row.top >= top) ?? layout.lanes[0];
  }

  const keyRow = keyed === null ? null : (layout.lanes.find((row) => row.key === keyed.key) ?? null);
  const words =
    keyed === null || keyRow === null
      ? 'none; the arrow keys move it'
      : targetWords(targetOf(scene, keyRow, keyed.at), scene.data, zone);
  return (
    <>
      <i className="tl-cursor" ref={cursor.line} hidden />
      <i className="tl-selection" ref={selection} hidden />
      {keyRow === null || shown?.by === 'pointer' ? null : (
        <i className="tl-keyed" style={{ top: keyRow.top, height: keyRow.height }} />
      )}
      <div
        className="tl-hit"
        ref={hit}
        style={{ left: scale.left, width: scale.width }}
        role="slider"
        tabIndex={0}
        aria-label="Cursor on the timeline: left and right to the marks of a Lease, up and down to another"
        aria-valuemin={Math.round(scale.range.from)}
        aria-valuemax={Math.round(scale.range.to)}
        aria-valuenow={Math.round(keyed?.at ?? scale.range.to)}
        aria-valuetext={words}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          drag.current = { x: spot(event).x, moved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={endSelection}
        onPointerLeave={() => {
          if (drag.current?.moved !== true) drag.current = null;
          hide();
          hover.setSoon(null);
        }}
        onDoubleClick={(event) => {
          unpin();
          actions.zoomOut(scale.at(event.nativeEvent.offsetX + scale.left));
        }}
        onFocus={(event) => {
          if (!event.currentTarget.matches(':focus-visible')) return;
          const row = layout.lanes.find((lane) => lane.key === keyed?.key) ?? firstInSight();
          if (row !== undefined) move(row, keyed?.at ?? stopsIn(scene, row).at(-1) ?? scale.range.to);
        }}
        onBlur={() => {
          setKeyed(null);
          hide();
          if (hover.point()?.by === 'keys') hover.setSoon(null);
        }}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
