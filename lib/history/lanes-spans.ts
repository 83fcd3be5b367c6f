/** Spans of the lanes of one page, a column a field: as objects, thousands of them a page are what is collected most. */
import type { HandoverCause } from '../lease/handover.ts';
import type { LaneSpan } from '../view/timeline.ts';

/** Epoch ms; the holder by its id. */
export type DrawnSpan = {
  type: LaneSpan['type'];
  from: number;
  to: number;
  holder: number | null;
  /** Handovers inside a dense one; 1 where a tenure begins by one; else 0. */
  count: number;
  cause: HandoverCause | null;
};

export type Spans = {
  length: number;
  type: LaneSpan['type'][];
  from: Float64Array;
  to: Float64Array;
  /** NaN for nobody. */
  holder: Float64Array;
  count: Float64Array;
  cause: (HandoverCause | null)[];
};

const FIRST_SPANS = 4096;
/** More than a page has; a Lease's whole past may have a million. */
const MOST_SPARE_SPANS = 4 * FIRST_SPANS;
const COLUMNS = ['from', 'to', 'holder', 'count'] as const;

/** Written into again and again, as the bytes of the answers are. */
let spare: Spans | null = null;

export function takeSpans(): Spans {
  const spans = spare ?? {
    length: 0,
    type: [],
    from: new Float64Array(FIRST_SPANS),
    to: new Float64Array(FIRST_SPANS),
    holder: new Float64Array(FIRST_SPANS),
    count: new Float64Array(FIRST_SPANS),
    cause: [],
  };
  spare = null;
  spans.length = 0;
  return spans;
}

/** Nothing of them may be read afterwards. */
export function giveBack(spans: Spans): void {
  if (spans.from.length <= MOST_SPARE_SPANS) spare = spans;
}

export function addSpan(
  spans: Spans,
  type: LaneSpan['type'],
  from: number,
  to: number,
  holder: number | null,
  count: number,
  cause: HandoverCause | null,
): void {
  if (spans.length === spans.from.length) grow(spans);
  const index = spans.length++;
  spans.type[index] = type;
  spans.from[index] = from;
  spans.to[index] = to;
  spans.holder[index] = holder ?? Number.NaN;
  spans.count[index] = count;
  spans.cause[index] = cause;
}

export function spanAt(spans: Spans, index: number): DrawnSpan {
  const holder = spans.holder[index] ?? Number.NaN;
  return {
    type: spans.type[index] ?? 'vacancy',
    from: spans.from[index] ?? 0,
    to: spans.to[index] ?? 0,
    holder: Number.isNaN(holder) ? null : holder,
    count: spans.count[index] ?? 0,
    cause: spans.cause[index] ?? null,
  };
}

function grow(spans: Spans): void {
  for (const name of COLUMNS) {
    const larger = new Float64Array(2 * spans[name].length);
    larger.set(spans[name]);
    spans[name] = larger;
  }
}
