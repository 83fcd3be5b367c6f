'use client';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of an element, px; 0 before it is laid out. Known before the first picture, so that nothing jumps. */
export function useMeasuredWidth(): { ref: RefObject<HTMLElement | null>; width: number } {
  const ref = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
