'use client';
import { type RefObject, useEffect, useRef } from 'react';

const FLASH_MS = 900;
/** In ink and not in a state colour; faint enough that the cell stays readable while it fades. */
const FLASH = ['color-mix(in oklab, var(--color-text) 10%, transparent)', 'transparent'];

/**
 * The cell with this ref flashes once whenever `value` is another than before; nothing at first sight. An
 * animation and not state: a change must never cause another drawing.
 */
export function useFlash(value: string): RefObject<HTMLTableCellElement | null> {
  const cell = useRef<HTMLTableCellElement>(null);
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    cell.current?.animate({ backgroundColor: FLASH }, { duration: FLASH_MS, easing: 'ease-out' });
  }, [value]);
  return cell;
}
