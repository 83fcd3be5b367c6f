'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { BoardItem } from '../../lib/view/groups.ts';
import { isTyping } from '../shell/use-shortcuts.ts';

type Input = {
  items: readonly BoardItem[];
  table: RefObject<HTMLTableElement | null>;
  scrollTo: (index: number) => void;
};

/** `j` and `k` move a focus ring over the rows, Enter opens the row, Esc leaves the table. */
export function useRowKeys({ items, table, scrollTo }: Input): { setCursor: (key: string) => void } {
  const cursor = useRef<string | null>(null);
  /** A row that was out of sight gets the focus once it exists. */
  const [wanted, setWanted] = useState<string | null>(null);

  function rowOf(key: string): HTMLElement | null {
    return table.current?.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"]`) ?? null;
  }

  useEffect(() => {
    if (wanted === null) return;
    const row = rowOf(wanted);
    if (row === null) return;
    row.focus({ preventScroll: true });
    setWanted(null);
  });

  useEffect(() => {
    function step(by: 1 | -1): void {
      const from = items.findIndex((item) => item.key === cursor.current);
      let to = from < 0 ? (by > 0 ? 0 : items.length - 1) : from + by;
      while (items[to]?.type === 'group') to += by;
      const item = items[to];
      if (item === undefined) return;
      cursor.current = item.key;
      scrollTo(to);
      setWanted(item.key);
    }
    function onKey(event: KeyboardEvent): void {
      if (isTyping(event)) return;
      const inTable = table.current?.contains(document.activeElement) === true;
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault();
        step(event.key === 'j' ? 1 : -1);
      } else if (event.key === 'Enter' && document.activeElement instanceof HTMLTableRowElement && inTable) {
        document.activeElement.querySelector<HTMLElement>('a.name, button')?.click();
      } else if (event.key === 'Escape' && inTable && document.activeElement instanceof HTMLElement) {
        document.activeElement.blur();
      }
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [items, scrollTo, table]);

  return {
    setCursor: (key) => {
      cursor.current = key;
    },
  };
}
