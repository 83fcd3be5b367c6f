/** The timeline's marks as rows of a table, newest first: for those who cannot see the chart, and to be read. */
import type { HandoverCause } from '../lease/handover.ts';
import type { TimeRange } from './time-axis.ts';
import type { TimelineLane } from './timeline.ts';
import { isLoneHandover, isNotch } from './timeline-marks.ts';
import { holderBefore } from './timeline-target.ts';

export type LaneFact = {
  key: string;
  lane: TimelineLane;
  from: number;
  to: number;
} & (
  | { type: 'handover'; before: string | null; after: string | null; cause: HandoverCause | null }
  | { type: 'vacancy' }
  | { type: 'expired'; holder: string | null }
  | { type: 'dense'; count: number; holder: string | null }
);

export function laneFacts(lanes: readonly TimelineLane[], range: TimeRange): LaneFact[] {
  const facts: LaneFact[] = [];
  for (const lane of lanes) {
    for (const span of lane.spans) {
      if (span.to < range.from || span.from > range.to) continue;
      const common = { lane, from: span.from, to: span.to };
      const key = `${lane.namespace}/${lane.name}@${span.from}`;
      const holder = span.holder ?? null;
      if (isNotch(span)) {
        if (span.from < range.from) continue;
        const before = holderBefore(lane, span)?.holder ?? null;
        const cause = span.cause ?? null;
        facts.push({ ...common, key: `${key}h`, type: 'handover', before, after: holder, cause });
      } else if (span.type === 'vacancy') facts.push({ ...common, key: `${key}v`, type: 'vacancy' });
      else if (span.type === 'expired') facts.push({ ...common, key: `${key}e`, type: 'expired', holder });
      else if (span.type === 'dense' && !isLoneHandover(span))
        facts.push({ ...common, key: `${key}d`, type: 'dense', count: span.count ?? 0, holder });
    }
  }
  return facts.sort((a, b) => b.from - a.from);
}
