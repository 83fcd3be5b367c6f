'use client';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Who has moved neither the pointer nor the focus for so long does not aim at a row. */
const RESTS_AFTER_MS = 10_000;

/**
 * Whether somebody aims at the table: what is in it and above it keeps its place meanwhile. A pointer left lying
 * there is nobody, or a board on a wall would keep the order of the hour before.
 */
export function useReading(): { reading: boolean; note: () => void; stop: () => void } {
  const [reading, setReading] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    reading,
    note: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setReading(false), RESTS_AFTER_MS);
      setReading(true);
    },
    stop: () => {
      clearTimeout(timer.current);
      setReading(false);
    },
  };
}

/** The value as it was when `held` began, and as it is otherwise. */
export function useHeld<T>(value: T, held: boolean): T {
  const last = useRef(value);
  const shown = held ? last.current : value;
  useLayoutEffect(() => {
    last.current = shown;
  });
  return shown;
}
