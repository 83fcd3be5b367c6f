import type { ReactNode } from 'react';
import type { Severity } from '../../lib/detect/finding.ts';

/** Alerts are triangles, filled for critical and outlined for warning; what only informs is an i in a ring. */
const DRAWINGS: Record<Severity, ReactNode> = {
  critical: (
    <>
      <path d="M7 .8 13.6 13H.4z" fill="var(--color-critical)" />
      <path d="M7 5v4M7 10.4v1.2" stroke="var(--color-on-expired)" strokeWidth="1.5" />
    </>
  ),
  warning: (
    <>
      <path d="M7 1.9 12.7 12.4H1.3z" fill="none" stroke="var(--color-warning)" strokeWidth="1.5" />
      <path d="M7 5.6v3.2M7 9.8v1.2" stroke="var(--color-warning)" strokeWidth="1.4" />
    </>
  ),
  info: (
    <>
      <circle cx="7" cy="7" r="5.6" fill="none" stroke="var(--color-info)" strokeWidth="1.2" />
      <path d="M7 6.2v4M7 3.8v1.3" stroke="var(--color-info)" strokeWidth="1.4" />
    </>
  ),
};

/** Always beside its word: the drawing itself is hidden from screen readers. */
export function SeverityGlyph({ severity }: { severity: Severity }) {
  return (
    <svg className="glyph" viewBox="0 0 14 14" aria-hidden="true">
      {DRAWINGS[severity]}
    </svg>
  );
}
