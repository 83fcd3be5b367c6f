import type { TimelineData } from '../../lib/client/use-timeline.ts';
import type { TimeRange } from '../../lib/view/time-axis.ts';
import { moves, type ParsedRange, resolveRange } from '../../lib/view/timeline-range.ts';

/** What moves is shown as it was answered, so that nothing runs ahead of what is known. */
export function shownRange(
  parsed: ParsedRange,
  data: TimelineData | null,
  earlier: boolean,
): TimeRange | null {
  if (data !== null && !earlier && moves(parsed)) return { from: data.from, to: data.to };
  return resolveRange(parsed, data?.asOf ?? null);
}

/** Where holders ran, as far as the lanes say. */
export function nodesOf(data: TimelineData | null): ReadonlyMap<string, string> {
  const nodes = new Map<string, string>();
  for (const lane of data?.lanes ?? [])
    for (const { holder, node } of lane.spans)
      if (holder !== undefined && node !== undefined) nodes.set(holder, node);
  return nodes;
}
