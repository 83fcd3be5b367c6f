import type { Severity } from '../../lib/detect/finding.ts';
import { alertPaths } from '../../lib/view/timeline-alerts.ts';

/**
 * An alert on a time axis, as part of an SVG: a triangle where it fired, and a line of 2 px as long as it did.
 * `from` and `to` are px; `top` is where the triangle begins.
 */
export function AlertMark({
  severity,
  from,
  to,
  top,
  begins = true,
}: {
  severity: Severity;
  from: number;
  to: number;
  top: number;
  /** False where it fired before what is drawn: then there is only the line. */
  begins?: boolean;
}) {
  const colour = `var(--color-${severity})`;
  const { line, triangle } = alertPaths({ from, to, begins }, top);
  return (
    <g>
      <path d={line} stroke={colour} strokeWidth="2" />
      {triangle === null ? null : (
        <path
          d={triangle}
          fill={severity === 'critical' ? colour : 'var(--color-surface)'}
          stroke={colour}
          strokeWidth="1.2"
        />
      )}
    </g>
  );
}
