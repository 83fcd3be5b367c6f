'use client';
import { type RefObject, useEffect, useState } from 'react';

/** Drawn anew when what is in sight has moved by this much, px. */
const STEP = 120;
const BEYOND = 240;

export type InSight = { top: number; bottom: number };

/** Which part of a tall element is on the screen, with some to both sides; px from its top. */
export function useInSight(ref: RefObject<HTMLElement | null>, height: number): InSight {
  const [sight, setSight] = useState<InSight>({ top: 0, bottom: 1_200 });
  useEffect(() => {
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const box = ref.current?.getBoundingClientRect();
      if (box === undefined) return;
      const top = Math.max(0, Math.floor((-box.top - BEYOND) / STEP) * STEP);
      const bottom = Math.ceil((window.innerHeight - box.top + BEYOND) / STEP) * STEP;
      setSight((before) => (before.top === top && before.bottom === bottom ? before : { top, bottom }));
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
