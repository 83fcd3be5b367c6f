'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type Key, type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import type { BoardItem } from '../../lib/view/groups.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { GroupRow } from './group-row.tsx';
import { LeaseRowView } from './lease-row.tsx';
import type { RowProps } from './row-props.ts';
import { SetRow } from './set-row.tsx';
import { useBodyTop } from './use-body-top.ts';
import { useNarrow } from './use-narrow.ts';
import { useRowKeys } from './use-row-keys.ts';

/** Below all elections: most boards are read without it. */
const BeatsRow = lazyPart(
  async () => (await import('./beats-row.tsx')).BeatsRow,
  ({ frame }) => (
    <tr {...frame} className="row beats-row">
      <td />
    </tr>
  ),
);

/** As the style sheet has them, px. */
const HEIGHTS = { wide: { row: 32, group: 28 }, narrow: { row: 74, group: 32 } } as const;
const OVERSCAN = 12;

type Props = {
  items: readonly BoardItem[];
  head: ReactNode;
  toggleGroup: (id: string) => void;
  toggleSet: (key: string) => void;
  /** The pointer or the focus moves on the table. */
  onReading: () => void;
  onLeft: () => void;
};

/** A real table of which only the rows in sight exist. */
export function BoardTable({ items, head, toggleGroup, toggleSet, onReading, onLeft }: Props) {
  const narrow = useNarrow();
  const table = useRef<HTMLTableElement>(null);
  const margin = useBodyTop(table);
  const heights = narrow ? HEIGHTS.narrow : HEIGHTS.wide;
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => (items[index]?.type === 'group' ? heights.group : heights.row),
    overscan: OVERSCAN,
    scrollMargin: margin,
    initialRect: { width: 1440, height: 900 },
  });
  // Sizes are the virtualizer's own memory: it forgets them when the width or the place of a group head changes.
  const shape = shapeOf(items);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useLayoutEffect(() => virtualizer.measure(), [narrow, shape]);
  const keys = useRowKeys({
    items,
    table,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  });
  const inSight = virtualizer.getVirtualItems();
  const before = (inSight[0]?.start ?? margin) - margin;
  const after = Math.max(0, virtualizer.getTotalSize() - ((inSight.at(-1)?.end ?? margin) - margin));

  return (
    // The listeners only note that somebody reads; everything to press is a link or a button inside.
    <table
      ref={table}
      className="board"
      aria-rowcount={items.length + 1}
      onPointerMove={onReading}
      onPointerDown={onReading}
      onFocus={onReading}
      onPointerLeave={() => {
        if (table.current?.contains(document.activeElement) !== true) onLeft();
      }}
      onBlur={(event) => {
        const stays =
          event.currentTarget.contains(event.relatedTarget) || event.currentTarget.matches(':hover');
        if (!stays) onLeft();
      }}
    >
      <caption className="sr-only">Leases by class: who holds each, since when, and how fresh</caption>
      {head}
      <tbody style={{ paddingTop: before, paddingBottom: after }}>
        {inSight.map(({ index }) => {
          const item = items[index];
          if (item === undefined) return null;
          const frame: RowProps = {
            'aria-rowindex': index + 2,
            'data-key': item.key,
            tabIndex: -1,
            onFocus: () => keys.setCursor(item.key),
            ...(item.type === 'lease' ? { onClick: openRow } : {}),
          };
          return drawRow(item, item.key, frame, toggleGroup, toggleSet);
        })}
      </tbody>
    </table>
  );
}

/** The whole row is a target; the name is its one link, so that a middle click or a copied address works. */
function openRow(event: MouseEvent): void {
  const target = event.target;
  if (!(target instanceof Element) || target.closest('a, button') !== null) return;
  if (window.getSelection()?.isCollapsed === false) return;
  event.currentTarget.querySelector<HTMLAnchorElement>('a.name')?.click();
}

/** Where the group heads stand, which are lower than rows. */
function shapeOf(items: readonly BoardItem[]): string {
  const heads: number[] = [];
  for (const [index, item] of items.entries()) if (item.type === 'group') heads.push(index);
  return `${heads.join(' ')} ${items.length}`;
}

function drawRow(
  item: BoardItem,
  key: Key,
  frame: RowProps,
  toggleGroup: (id: string) => void,
  toggleSet: (key: string) => void,
): ReactNode {
  switch (item.type) {
    case 'group':
      return <GroupRow key={key} item={item} frame={frame} toggle={toggleGroup} />;
    case 'set':
      return <SetRow key={key} item={item} frame={frame} toggle={toggleSet} />;
    case 'beats':
      return <BeatsRow key={key} item={item} frame={frame} />;
    case 'lease':
      return <LeaseRowView key={key} judged={item.judged} inSet={item.inSet} frame={frame} />;
  }
}
