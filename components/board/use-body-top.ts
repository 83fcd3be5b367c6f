'use client';
import { type RefObject, useLayoutEffect, useState } from 'react';

/**
 * Where the table's rows begin, px from the top of the page. Measured when what stands around the table has
 * another size, after the browser has laid it out: asking at every drawing would make it lay out twice.
 */
export function useBodyTop(table: RefObject<HTMLTableElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const body = table.current?.tBodies[0];
    const around = table.current?.parentElement;
    if (body === undefined || around === null || around === undefined) return;
    const measure = (): void => setTop(Math.round(body.getBoundingClientRect().top + window.scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(around);
    measure();
    return () => observer.disconnect();
  }, [table]);
  return top;
}
