/**
 * Spans that are shorter than a point become one `dense` span; a vacancy that is too short for itself is left to
 * the span before it. The handovers of all spans together stay as many as they were.
 */
import type { HandoverCause } from '../lease/handover.ts';
import type { DrawnSpan } from './lanes-draw.ts';

type Pending = DrawnSpan & { parts: number };

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
  done(): DrawnSpan[];
};

/** `denseMs`: the longest that small ones are joined to. `end`: of the lane. A tenure that lasts to it is drawn however short it is: it may last on. */
export function createSpanMerger(pointMs: number, denseMs: number, end: number): SpanMerger {
  const spans: DrawnSpan[] = [];
  let pending: Pending | null = null;

  const flush = (): void => {
    if (pending === null) return;
    const { parts, ...span } = pending;
    pending = null;
    const last = spans.at(-1);
    if (span.count > 0) {
      spans.push({ ...span, type: 'dense', cause: null });
    } else if (last !== undefined && last.to === span.from) {
      last.to = span.to;
    } else {
      spans.push(parts === 1 || span.holder === null ? span : { ...span, type: 'tenure' });
    }
  };

  return {
    add(type, from, to, holder, count, cause) {
      if (to <= from && count === 0) return;
      const open = to === end && to > from && type !== 'dense';
      if (open || (type !== 'dense' && to - from >= pointMs)) {
        flush();
        const last = spans.at(-1);
        // Parts of one, told one after the other.
        const goesOn = count === 0 && last !== undefined && last.type === type && last.holder === holder;
        if (goesOn && last.to === from) last.to = to;
        else spans.push({ type, from, to, holder, count, cause });
        return;
      }
      const joins = pending !== null && from - pending.to < pointMs && to - pending.from <= denseMs;
      if (pending === null || !joins) {
        flush();
        pending = { type, from, to, holder, count, cause: null, parts: 1 };
        return;
      }
      pending.to = to;
      pending.count += count;
      pending.holder = holder ?? pending.holder;
      pending.parts += 1;
    },
    done() {
      flush();
      return spans;
    },
  };
}
