'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import { type Held, holdOrder } from '../../lib/view/board-order.ts';
import type { BoardItem } from '../../lib/view/groups.ts';

/**
 * The items in the order in which they stand while `held`, else in their true order. `revision` names what
 * the reader asked for (filter, sort, collapsed groups): when it changes, the order is applied at once.
 */
export function useHeldItems(
  items: readonly BoardItem[],
  held: boolean,
  revision: string,
): Held<BoardItem> & { apply: () => void } {
  const [applied, setApplied] = useState(0);
  const order = `${applied} ${revision}`;
  // What was drawn last: not state, for it follows from the drawing and must cause none.
  const drawn = useRef<{ items: readonly BoardItem[]; order: string } | null>(null);
  const before = drawn.current;
  const result: Held<BoardItem> =
    held && before !== null && before.order === order
      ? holdOrder(before.items, items)
      : { items: [...items], pending: 0 };
  useLayoutEffect(() => {
    drawn.current = { items: result.items, order };
  });
  return { ...result, apply: () => setApplied(applied + 1) };
}
