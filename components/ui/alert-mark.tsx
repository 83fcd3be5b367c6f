import type { Severity } from '../../lib/detect/finding.ts';

const SIZE = 8;

/**
 * An alert on a time axis, as part of an SVG: a triangle where it began, and a line of 2 px as long as it fired.
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
  /** False where it began before what is drawn: then there is only the line. */
  begins?: boolean;
}) {
  const colour = `var(--color-${severity})`;
  const bottom = top + SIZE;
  return (
    <g>
      <path d={`M${from} ${bottom - 1}H${Math.max(from + 1, to)}`} stroke={colour} strokeWidth="2" />
      {begins ? (
        <path
          d={`M${from} ${top}l${SIZE / 2 + 0.5} ${SIZE}h${-SIZE - 1}z`}
          fill={severity === 'critical' ? colour : 'var(--color-surface)'}
          stroke={colour}
          strokeWidth="1.2"
        />
      ) : null}
    </g>
  );
}
