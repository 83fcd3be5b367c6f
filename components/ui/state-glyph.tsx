import type { ReactNode } from 'react';
import type { LeaseState } from '../../lib/lease/state.ts';

/** States are circles: filled = somebody holds, empty = nobody, hatched = we do not know. */
export type StateMark = LeaseState | 'released' | 'flapping';

const DRAWINGS: Record<StateMark, ReactNode> = {
  held: <circle cx="7" cy="7" r="3.5" fill="var(--color-held)" />,
  late: (
    <>
      <circle cx="7" cy="7" r="5" fill="none" stroke="var(--color-late)" strokeWidth="1.6" />
      <path d="M7 2a5 5 0 0 1 0 10z" fill="var(--color-late)" />
    </>
  ),
  expired: (
    <>
      <circle cx="7" cy="7" r="6.5" fill="var(--color-expired)" />
      <path d="M7 3.4v4.4M7 9.4v1.5" stroke="var(--color-on-expired)" strokeWidth="1.7" />
    </>
  ),
  vacant: (
    <circle
      cx="7"
      cy="7"
      r="5.3"
      fill="none"
      stroke="var(--color-vacant)"
      strokeWidth="1.8"
      strokeDasharray="2.6 1.6"
    />
  ),
  released: <circle cx="7" cy="7" r="4.5" fill="none" stroke="var(--color-released)" strokeWidth="1.2" />,
  flapping: (
    <>
      <circle cx="7" cy="7" r="6.2" fill="none" stroke="var(--color-late)" strokeWidth="1.2" />
      <path
        d="M3.6 5.6h5.6M7.6 3.8l2 1.8-2 1.8M10.4 8.9H4.8M6.4 7.1l-2 1.8 2 1.8"
        fill="none"
        stroke="var(--color-late-text)"
        strokeWidth="1.2"
      />
    </>
  ),
  unknown: (
    <>
      <circle cx="7" cy="7" r="5" fill="none" stroke="var(--color-unknown)" strokeWidth="1.1" />
      <path d="M3.5 9.5l6-6M5 11.2l6.2-6.2M2.6 6.6l3.6-3.6" stroke="var(--color-unknown)" strokeWidth="1" />
    </>
  ),
};

/** Always beside its word: the drawing itself is hidden from screen readers. */
export function StateGlyph({ state, size }: { state: StateMark; size?: number }) {
  return (
    <svg
      className="glyph"
      viewBox="0 0 14 14"
      aria-hidden="true"
      style={size === undefined ? undefined : { width: size, height: size }}
    >
      {DRAWINGS[state]}
    </svg>
  );
}
