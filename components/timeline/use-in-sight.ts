'use client';
import { type RefObject, useEffect, useState } from 'react';
import { type InSight, sightOf } from '../../lib/view/timeline-sight.ts';

/** Which part of a tall element is to be drawn, of which `height` is known. In a browser only. */
export function useInSight(ref: RefObject<HTMLElement | null>, height: number): InSight {
  // Something is above it, so that this is enough before anybody has scrolled.
  const [sight, setSight] = useState<InSight>(() => ({ top: 0, bottom: window.innerHeight }));
  useEffect(() => {
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const box = ref.current?.getBoundingClientRect();
      if (box === undefined) return;
      const top = Math.floor(-box.top);
      setSight((before) => sightOf(before, { top, bottom: top + window.innerHeight }));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(measure);
    };
    measure();
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [ref]);
  // Far below the screen it has not begun yet.
  return { top: Math.min(sight.top, height), bottom: Math.max(0, Math.min(sight.bottom, height)) };
}
