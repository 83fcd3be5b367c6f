import { shareWords } from '../../lib/view/chart-words.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { LaneSpan, LaneStep, Lanes } from '../../lib/view/lease-lanes.ts';
import type { ChartFrame } from './chart-frame.ts';
import type { ChartNotes } from './chart-notes.ts';
import type { HolderLook } from './use-holder-look.ts';

/** Who held it: a lane a holder; steps show who followed whom without colour. */
export function LaneBand({
  frame,
  lanes,
  vacancies,
  look,
}: {
  frame: ChartFrame;
  lanes: Lanes;
  /** Those long enough to be drawn. */
  vacancies: ChartNotes['vacancies'];
  look: HolderLook;
}) {
  const middle = (lane: number): number => frame.lanesTop + lane * frame.laneHeight + frame.laneHeight / 2;
  const end = frame.width - frame.right;
  // Two processes of one Pod have one name: then the identities tell them apart.
  const names = lanes.lanes.map((lane) => look.name(lane.holder));
  const labelOf = (holder: string): string => {
    const name = look.name(holder);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : holder;
  };
  return (
    <g>
      {lanes.lanes.map((lane, index) => (
        <g key={lane.holder}>
          <path d={`M${frame.left} ${middle(index)}H${end}`} stroke="var(--color-line)" />
          <text className="chart-text mono-text" x={frame.narrow ? 8 : 14} y={middle(index) + 4}>
            <title>{lane.holder}</title>
            {shortenMiddle(labelOf(lane.holder), frame.narrow ? 9 : 19)}
          </text>
          {frame.narrow ? null : (
            <text className="chart-text faint" x={frame.width - 14} y={middle(index) + 4} textAnchor="end">
              {shareWords(lane.share)}
            </text>
          )}
          {lane.spans.map((span) => (
            <Span
              key={`${span.type}${span.from}`}
              span={span}
              frame={frame}
              y={middle(index)}
              hue={look.hue(lane.holder)}
            />
          ))}
        </g>
      ))}
      {vacancies.map(({ span: vacancy, x, width, words, label }) => (
        <g key={`${vacancy.from}.${vacancy.to}.${vacancy.ms}`}>
          <rect
            x={x}
            y={frame.lanesTop}
            width={width}
            height={Math.max(1, lanes.lanes.length) * frame.laneHeight}
            fill="url(#chart-vacant)"
            stroke="var(--color-vacant)"
          >
            <title>{words}</title>
          </rect>
          {label === null ? null : (
            <text className="chart-text vacant" x={label.x} y={14} textAnchor={label.anchor}>
              {words}
            </text>
          )}
        </g>
      ))}
      {distinctSteps(lanes.steps, frame).map(({ handover, fromLane, toLane }) => {
        const a = middle(fromLane ?? toLane ?? 0);
        const b = middle(toLane ?? fromLane ?? 0);
        const stroke = handover.cause === 'early' ? 'var(--color-late)' : 'var(--color-text)';
        const x = frame.x(handover.at);
        return (
          <path
            key={handover.id}
            d={`M${x} ${Math.min(a, b) - 10}V${Math.max(a, b) + 10}`}
            stroke={stroke}
            strokeWidth="1.5"
          />
        );
      })}
      {lanes.hidden > 0 ? (
        <text className="chart-text faint" x={14} y={frame.bubblesAt + 12}>
          and {lanes.hidden} more
        </text>
      ) : null}
    </g>
  );
}

/** Closer than this two lines are one smear, px. */
const STEPS_APART = 5;

/** Of handovers in quick succession only the first has a line; how many they are its number says. */
function distinctSteps(steps: readonly LaneStep[], frame: ChartFrame): LaneStep[] {
  return steps.filter((step, index) => {
    const before = steps[index - 1];
    return before === undefined || frame.x(step.handover.at) - frame.x(before.handover.at) >= STEPS_APART;
  });
}

/** It still stood in the Lease, but its time was over. Hardly wider than it was, lest it hide a short tenure. */
function Span({ span, frame, y, hue }: { span: LaneSpan; frame: ChartFrame; y: number; hue: number }) {
  const x = frame.x(span.from);
  const width = Math.max(span.type === 'expired' ? 2 : 1.5, frame.x(span.to) - x);
  if (span.type === 'tenure') {
    return <rect x={x} y={y - 7} width={width} height="14" fill={`var(--color-holder-${hue})`} />;
  }
  // It ends with the takeover, however short it was.
  return (
    <rect x={frame.x(span.to) - width} y={y - 8} width={width} height="16" fill="var(--color-expired)" />
  );
}
