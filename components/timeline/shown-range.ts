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

/** Why what is shown is of another question than is asked. */
export function unreadWords(problem: { message: string } | null): string {
  return problem === null
    ? 'This range is being read; below is what was read before.'
    : `This range could not be read: ${problem.message}. Below is what was read before.`;
}

/** Where holders ran, as far as the lanes say. */
export function nodesOf(data: TimelineData | null): ReadonlyMap<string, string> {
  const nodes = new Map<string, string>();
  for (const lane of data?.lanes ?? [])
    for (const { holder, node } of lane.spans)
      if (holder !== undefined && node !== undefined) nodes.set(holder, node);
  return nodes;
}
