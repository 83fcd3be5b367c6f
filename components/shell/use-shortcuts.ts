'use client';
import { useEffect, useRef } from 'react';

/** A key pressed while typing, or with a modifier, is not ours. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], dialog') !== null
  );
}

/** The second key of "g l" must follow this soon, ms. */
const CHORD_MS = 1_000;

export type Shortcuts = Record<string, () => void>;

/** `shortcuts`: by key (`/`) or by chord (`g l`). */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const chord =
        first !== null && event.timeStamp - first.at < CHORD_MS ? `${first.key} ${event.key}` : null;
      first = { key: event.key, at: event.timeStamp };
      const run = (chord === null ? undefined : latest.current[chord]) ?? latest.current[event.key];
      if (run === undefined) return;
      event.preventDefault();
      first = null;
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
