'use client';
import { useEffect, useRef } from 'react';
import type { StateMark } from './state-glyph.tsx';

/** A bar longer than this many limits is as long as it gets; the arrow says that it goes on. */
const LONGEST = 1.25;

/**
 * Age against what is allowed: the post stands at 80 % of the width, the thin tick at the usual renew gap.
 * Creeps by CSS between ticks; jumps back at a renewal, for nothing slides backwards.
 */
export function FreshnessBar({
  ageMs,
  limitMs,
  usualMs,
  state,
}: {
  ageMs: number | null;
  limitMs: number | null;
  usualMs: number | null;
  state: StateMark;
}) {
  const share = ageMs === null || limitMs === null || limitMs <= 0 ? null : Math.max(0, ageMs / limitMs);
  const before = useRef(0);
  const back = share !== null && share < before.current;
  useEffect(() => {
    before.current = share ?? 0;
  }, [share]);
  const over = share !== null && share > 1;
  // A vacancy without a usual takeover time has no measure, but it is there.
  const shown = share ?? (state === 'vacant' && ageMs !== null ? LONGEST : 0);
  return (
    <span
      className={`fresh ${state} ${over ? 'over' : ''}`}
      style={{ '--age': Math.min(LONGEST, shown), '--usual': usualShare(usualMs, limitMs) }}
      aria-hidden="true"
    >
      <i className={back ? 'fill back' : 'fill'} />
      {usualMs === null || limitMs === null || state === 'vacant' ? null : <i className="usual" />}
      {limitMs === null ? null : <i className="post" />}
    </span>
  );
}

function usualShare(usualMs: number | null, limitMs: number | null): number {
  if (usualMs === null || limitMs === null || limitMs <= 0) return 0;
  return Math.min(LONGEST, usualMs / limitMs);
}
