/**
 * Spans that are shorter than a point become one `dense` span; a vacancy that is too short for itself is left to
 * the span before it, unless it was an outage between two tenures that are drawn. The handovers of all spans together
 * stay as many as they were.
 */
import type { HandoverCause } from '../lease/handover.ts';
import { addSpan, type DrawnSpan, type Spans } from './lanes-spans.ts';

export type SpanMerger = {
  /** In order and without overlaps; what is empty and begins by no handover is left out. */
  add(
    type: DrawnSpan['type'],
    from: number,
    to: number,
    holder: number | null,
    count: number,
    cause: HandoverCause | null,
  ): void;
  done(): void;
};

/**
 * Adds to `spans`, behind those of other lanes. `denseMs`: the longest that small ones are joined to. `end`: of the lane. A
 * tenure that lasts to it is drawn however short it is: it may last on. `outageMs`: nobody has to lead for so long.
 */
export function createSpanMerger(
  { pointMs, denseMs, outageMs, end }: { pointMs: number; denseMs: number; outageMs: number; end: number },
  spans: Spans,
): SpanMerger {
  const begun = spans.length;
  // The small ones that wait to be joined: none while there are no parts.
  let parts = 0;
  let type: DrawnSpan['type'] = 'vacancy';
  let from = 0;
  let to = 0;
  let holder: number | null = null;
  let count = 0;

  const lastEndsAt = (at: number): boolean => spans.length > begun && spans.to[spans.length - 1] === at;
  /** `taken`: who follows began by a handover. There is one such stretch a drawn tenure at most, as there is one dense one. */
  const flush = (taken = false): void => {
    if (parts === 0) return;
    const outage = taken && parts === 1 && type !== 'tenure' && to - from >= outageMs;
    if (count === 0 && outage) addSpan(spans, type, from, to, holder, 0, null);
    else if (count > 0) addSpan(spans, 'dense', from, to, holder, count, null);
    else if (lastEndsAt(from)) spans.to[spans.length - 1] = to;
    else addSpan(spans, parts === 1 || holder === null ? type : 'tenure', from, to, holder, 0, null);
    parts = 0;
  };
  /** Parts of one, told one after the other. */
  const goesOn = (next: DrawnSpan['type'], at: number, by: number | null): boolean => {
    const last = spans.length - 1;
    if (!lastEndsAt(at) || spans.type[last] !== next) return false;
    return by === null ? Number.isNaN(spans.holder[last]) : spans.holder[last] === by;
  };

  return {
    add(next, begin, until, by, many, cause) {
      if (until <= begin && many === 0) return;
      const open = until === end && until > begin && next !== 'dense';
      if (open || (next !== 'dense' && until - begin >= pointMs)) {
        flush(many > 0);
        if (many === 0 && goesOn(next, begin, by)) spans.to[spans.length - 1] = until;
        else addSpan(spans, next, begin, until, by, many, cause);
        return;
      }
      if (parts > 0 && begin - to < pointMs && until - from <= denseMs) {
        to = until;
        count += many;
        // A vacancy is held by nobody; of several handovers it may not be known who held it last.
        holder = next === 'vacancy' ? holder : by;
        parts += 1;
        return;
      }
      flush();
      type = next;
      from = begin;
      to = until;
      holder = by;
      count = many;
      parts = 1;
    },
    done: () => flush(),
  };
}
