import type { ReactNode } from 'react';
import type { HandoverCause } from '../../lib/lease/handover.ts';

/** What ended a tenure, as a mark: a bar that breaks, opens, is pushed, starts anew, or was not seen. */
const RECREATED = (
  <path
    d="M11.5 8.2A4.8 4.8 0 1 1 10.6 4M10.9 1.4v2.9H8"
    fill="none"
    stroke="var(--color-text-2)"
    strokeWidth="1.3"
  />
);
const DRAWINGS: Record<HandoverCause, ReactNode> = {
  expiry: (
    <>
      <path d="M1 7h4M9 7h4" stroke="var(--color-text-2)" strokeWidth="3" />
      <path d="m5.4 4 3.2 6M8.6 4 5.4 10" stroke="var(--color-text-2)" strokeWidth="1.1" />
    </>
  ),
  release: (
    <>
      <path d="M1 7h4" stroke="var(--color-text-2)" strokeWidth="3" />
      <circle cx="9.5" cy="7" r="3" fill="none" stroke="var(--color-text-2)" strokeWidth="1.2" />
    </>
  ),
  early: (
    <>
      <path d="M1 7h5" stroke="var(--color-late)" strokeWidth="3" />
      <path d="M13 7H7.5M9.8 4.2 7 7l2.8 2.8" fill="none" stroke="var(--color-late-text)" strokeWidth="1.5" />
    </>
  ),
  recreated: RECREATED,
  deleted: (
    <>
      <path d="M1 7h5" stroke="var(--color-text-2)" strokeWidth="3" />
      <path d="m8 4.5 5 5M13 4.5l-5 5" stroke="var(--color-text-2)" strokeWidth="1.3" />
    </>
  ),
  first: (
    <>
      <path d="M6 7h7" stroke="var(--color-text-2)" strokeWidth="3" />
      <path d="M3 3.5v7" stroke="var(--color-text-2)" strokeWidth="1.5" />
    </>
  ),
  unseen: (
    <>
      <rect x="1.5" y="2.5" width="11" height="9" fill="none" stroke="var(--color-unknown)" />
      <path d="M2 9l6-6M4 11.2l8-8M8.5 11.2l3.5-3.5" stroke="var(--color-unknown)" strokeWidth="1" />
    </>
  ),
};

export function CauseGlyph({ cause }: { cause: HandoverCause }) {
  return (
    <svg className="glyph" viewBox="0 0 14 14" aria-hidden="true">
      {DRAWINGS[cause]}
    </svg>
  );
}
