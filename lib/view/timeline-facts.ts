/** The timeline's marks as rows of a table, newest first: for those who cannot see the chart, and to be read. */
import type { HandoverCause } from '../lease/handover.ts';
import type { TimeRange } from './time-axis.ts';
import type { TimelineLane } from './timeline.ts';
import { endedInLane, isOpen } from './timeline-card.ts';
import { isLoneHandover, isNotch } from './timeline-marks.ts';
import { heldBefore } from './timeline-target.ts';

export type LaneFact = {
  key: string;
  lane: TimelineLane;
  from: number;
  to: number;
} & (
  | {
      type: 'handover';
      before: string | null;
      after: string | null;
      cause: HandoverCause | null;
      ended: string;
    }
  /** `open`: it was longer than from here to there. */
  | { type: 'vacancy'; open: boolean }
  | { type: 'expired'; open: boolean; holder: string | null }
  | { type: 'dense'; count: number; holder: string | null }
);

/** `read`: what the lanes are cut at, where that is another range than is shown. */
export function laneFacts(lanes: readonly TimelineLane[], range: TimeRange, read = range): LaneFact[] {
  const facts: LaneFact[] = [];
  for (const lane of lanes) {
    for (const span of lane.spans) {
      if (span.to < range.from || span.from > range.to) continue;
      const common = { lane, from: span.from, to: span.to };
      const key = `${lane.namespace}/${lane.name}@${span.from}`;
      const holder = span.holder ?? null;
      if (isNotch(span)) {
        if (span.from < range.from) continue;
        const before = heldBefore(lane, span)?.holder ?? null;
        const cause = span.cause ?? null;
        const ended = endedInLane(lane, span, read);
        facts.push({ ...common, key: `${key}h`, type: 'handover', before, after: holder, cause, ended });
      } else if (span.type === 'vacancy' || span.type === 'expired') {
        const open = isOpen(lane, span, read);
        facts.push(
          span.type === 'vacancy'
            ? { ...common, key: `${key}v`, type: 'vacancy', open }
            : { ...common, key: `${key}e`, type: 'expired', open, holder },
        );
      } else if (span.type === 'dense' && !isLoneHandover(span))
        facts.push({ ...common, key: `${key}d`, type: 'dense', count: span.count ?? 0, holder });
    }
  }
  return facts.sort((a, b) => b.from - a.from);
}
