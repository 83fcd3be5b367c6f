'use client';
import { useState } from 'react';

/** A class that flashes the cell once whenever `value` is another than before; nothing at first sight. */
export function useFlash(value: string): string {
  const [seen, setSeen] = useState(value);
  const [changes, setChanges] = useState(0);
  if (seen !== value) {
    setSeen(value);
    setChanges(changes + 1);
  }
  if (changes === 0) return '';
  // Two names for one animation: the browser starts it anew only when the name is another.
  return changes % 2 === 1 ? 'flash' : 'flash-again';
}
