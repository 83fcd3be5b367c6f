import type { Handover } from '../../lib/lease/handover.ts';
import type { LaneStep } from '../../lib/view/lease-lanes.ts';
import { type ChartFrame, placeBubbles } from './chart-frame.ts';

/** Numbers closer than this become one, px. */
const APART = 24;

/** The numbers by which the table calls the handovers, above all that is drawn. */
export function HandoverBubbles({
  frame,
  steps,
  numberOf,
}: {
  frame: ChartFrame;
  steps: readonly LaneStep[];
  numberOf: (handover: Handover) => number | null;
}) {
  const bubbles = placeBubbles(
    steps.flatMap(({ handover }) => {
      const number = numberOf(handover);
      return number === null ? [] : [{ x: frame.x(handover.at), number }];
    }),
    APART,
  );
  return bubbles.map((bubble) => {
    const width = 12 + bubble.label.length * 6.5;
    // In a narrow chart what is present lies nearer to the edge than half a number.
    const x = Math.min(bubble.x, frame.width - width / 2 - 1);
    return (
      <g key={bubble.label}>
        <rect className="bubble" x={x - width / 2} y={frame.bubblesAt} width={width} height="17" rx="8.5" />
        <text className="chart-text" x={x} y={frame.bubblesAt + 12.5} textAnchor="middle">
          {bubble.label}
        </text>
      </g>
    );
  });
}
