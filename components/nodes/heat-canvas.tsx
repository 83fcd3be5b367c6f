'use client';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { formatCount } from '../../lib/view/format.ts';
import { cellWords, type HeatCell, type HeatMark } from '../../lib/view/node-heat.ts';
import { onThemeChange } from '../ui/on-theme.ts';

/** More buttons than this make a page slow; then a canvas is drawn, and the table beside it leads to each. */
export const MOST_DRAWN_SINGLY = 2000;
const PITCH = 7;
const SIZE = 6;

/** Colours by name, as the page has them now. */
const FILLS: Record<HeatMark, string> = {
  fresh: '--color-nd-fresh',
  aging: '--color-nd-aging',
  late: '--color-late',
  expired: '--color-expired',
  vacant: '--color-expired',
  unknown: '--color-unknown',
};

export function HeatCanvas({
  cells,
  selected,
  select,
}: {
  cells: readonly HeatCell[];
  selected: string | null;
  select: (name: string) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  // Where the pointer rests, not what was there: a cell says what it is by now.
  const [pointed, setPointed] = useState<number | null>(null);
  const hovered = pointed === null ? null : (cells[pointed] ?? null);
  const columns = Math.max(1, Math.floor(width / PITCH));
  const height = Math.ceil(cells.length / columns) * PITCH;

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element == null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (element === null || width === 0) return;
    const draw = (): void => paint(element, { cells, columns, height, selected });
    draw();
    return onThemeChange(draw);
  }, [cells, columns, height, selected, width]);

  function placeAt(event: MouseEvent<HTMLCanvasElement>): number | null {
    const { offsetX, offsetY } = event.nativeEvent;
    const column = Math.floor(offsetX / PITCH);
    return column >= columns ? null : Math.floor(offsetY / PITCH) * columns + column;
  }

  return (
    <div className="nd-heat">
      <div>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${formatCount(cells.length)} nodes, a cell each; those that need eyes are listed beside it`}
          title={hovered === null ? undefined : cellWords(hovered)}
          style={{ width: columns * PITCH, height }}
          onMouseMove={(event) => setPointed(placeAt(event))}
          onMouseLeave={() => setPointed(null)}
          onClick={(event) => {
            const cell = cells[placeAt(event) ?? -1];
            if (cell !== undefined) select(cell.name);
          }}
        />
      </div>
      <p className="nd-words" aria-hidden="true">
        {hovered === null ? 'Each cell says its node under the pointer.' : cellWords(hovered)}
      </p>
    </div>
  );
}

function paint(
  element: HTMLCanvasElement,
  {
    cells,
    columns,
    height,
    selected,
  }: { cells: readonly HeatCell[]; columns: number; height: number; selected: string | null },
): void {
  const context = element.getContext('2d');
  if (context === null) return;
  const scale = window.devicePixelRatio;
  element.width = columns * PITCH * scale;
  element.height = height * scale;
  context.scale(scale, scale);
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name);
  // Asked for each of 60,000 cells they would take as long as all the drawing.
  const fills: Record<HeatMark, string> = {
    fresh: colour(FILLS.fresh),
    aging: colour(FILLS.aging),
    late: colour(FILLS.late),
    expired: colour(FILLS.expired),
    vacant: colour(FILLS.vacant),
    unknown: colour(FILLS.unknown),
  };
  for (const [index, cell] of cells.entries()) {
    const x = (index % columns) * PITCH;
    const y = Math.floor(index / columns) * PITCH;
    context.fillStyle = fills[cell.mark];
    // Late is half filled, and what is not known is open: shape before colour.
    context.fillRect(x, y, cell.mark === 'late' ? SIZE / 2 : SIZE, SIZE);
    if (cell.mark === 'unknown') context.clearRect(x + 1, y + 1, SIZE - 2, SIZE - 2);
    if (cell.name === selected || cell.clockOff) {
      context.strokeStyle = colour(cell.clockOff ? '--color-late' : '--color-text');
      context.strokeRect(x + 0.5, y + 0.5, SIZE - 1, SIZE - 1);
    }
  }
}
