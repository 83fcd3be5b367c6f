'use client';
import { type KeyboardEvent, useRef } from 'react';
import { countOf } from '../../lib/view/format.ts';
import { cellWords, type HeatPool } from '../../lib/view/node-heat.ts';

/** A cell a node, reached by one Tab and the arrow keys. */
export function HeatMap({
  pools,
  selected,
  select,
}: {
  pools: readonly HeatPool[];
  selected: string | null;
  select: (name: string) => void;
}) {
  const map = useRef<HTMLDivElement>(null);
  const all = pools.flatMap(({ cells }) => cells);
  const entry = all.find(({ name }) => name === selected) ?? all[0];

  function onKey(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const cells = [...(map.current?.querySelectorAll<HTMLElement>('.nd-cell') ?? [])];
    const at = cells.indexOf(document.activeElement as HTMLElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const across = columnsOf(cells);
    cells[Math.max(0, Math.min(cells.length - 1, at + step.by * (step.rows ? across : 1)))]?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move the focus between the buttons inside.
    <div ref={map} className="nd-heat" onKeyDown={onKey}>
      {pools.map(({ title, cells }) => (
        <div key={title} className={title === '' ? 'nd-pool alone' : 'nd-pool'}>
          {title === '' ? null : (
            <span>
              <b>{title}</b>
              <small>{countOf(cells.length, 'node')}</small>
            </span>
          )}
          <div className="nd-cells">
            {cells.map((cell) => (
              <button
                key={cell.name}
                type="button"
                className={`nd-cell ${cell.mark} ${cell.clockOff ? 'off' : ''}`}
                tabIndex={cell.name === entry?.name ? 0 : -1}
                aria-pressed={cell.name === selected}
                aria-label={cellWords(cell)}
                title={cellWords(cell)}
                onClick={() => select(cell.name)}
              >
                {cell.mark === 'expired' || cell.mark === 'vacant' ? '!' : ''}
              </button>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

const STEPS: Record<string, { by: number; rows: boolean }> = {
  ArrowLeft: { by: -1, rows: false },
  ArrowRight: { by: 1, rows: false },
  ArrowUp: { by: -1, rows: true },
  ArrowDown: { by: 1, rows: true },
};

/** How many stand in the first row. */
function columnsOf(cells: readonly HTMLElement[]): number {
  const top = cells[0]?.offsetTop;
  const next = cells.findIndex((cell) => cell.offsetTop !== top);
  return next < 0 ? cells.length : next;
}
