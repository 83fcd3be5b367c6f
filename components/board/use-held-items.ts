'use client';
import { useState } from 'react';
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
  const [kept, setKept] = useState<{ items: readonly BoardItem[]; revision: string; applied: number }>({
    items,
    revision,
    applied: 0,
  });
  const free = !held || kept.revision !== revision || kept.items.length === 0;
  if (free && (kept.items !== items || kept.revision !== revision)) {
    setKept({ ...kept, items, revision });
  }
  const result: Held<BoardItem> = free ? { items: [...items], pending: 0 } : holdOrder(kept.items, items);
  return { ...result, apply: () => setKept({ items, revision, applied: kept.applied + 1 }) };
}
