/** When nobody validly led, lane by lane, as rows of a table, newest first: what is read of the chart by the eye alone. */
import type { TimeRange } from './time-axis.ts';
import type { TimelineLane } from './timeline.ts';
import { isOpen } from './timeline-card.ts';

/** `open`: it was longer than from here to there. `holder` null: nobody. */
export type LeaderlessFact = {
  key: string;
  lane: TimelineLane;
  from: number;
  to: number;
  open: boolean;
  holder: string | null;
};

/** `read`: what the lanes are cut at, where that is another range than is shown. */
export function leaderlessFacts(
  lanes: readonly TimelineLane[],
  range: TimeRange,
  read = range,
): LeaderlessFact[] {
  const facts: LeaderlessFact[] = [];
  for (const lane of lanes)
    for (const span of lane.spans) {
      const { type, from, to, holder = null } = span;
      if ((type !== 'vacancy' && type !== 'expired') || to < range.from || from > range.to) continue;
      const key = `${lane.namespace}/${lane.name}@${from}`;
      facts.push({ key, lane, from, to, open: isOpen(lane, span, read), holder });
    }
  return facts.sort((a, b) => b.from - a.from);
}
