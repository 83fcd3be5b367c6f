/** Stretches of time as sets: joined, subtracted, measured. Epoch ms; what is empty is left out. */

export type Stretch = { from: number; to: number };

/** Sorted, without overlaps; those that touch become one. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to } of stretches.filter((one) => one.to > one.from).sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What of `stretches` no one of `without` covers; `without` need not be sorted. */
export function subtractStretches(stretches: readonly Stretch[], without: readonly Stretch[]): Stretch[] {
  const covers = joinStretches(without);
  const left: Stretch[] = [];
  // Both are in order: a cover that ends before one stretch has nothing to do with those after it.
  let first = 0;
  for (const { from, to } of joinStretches(stretches)) {
    let begin = from;
    while ((covers[first]?.to ?? Number.POSITIVE_INFINITY) <= begin) first += 1;
    for (let at = first; at < covers.length; at += 1) {
      const cover = covers[at];
      if (cover === undefined || cover.from >= to) break;
      if (cover.from > begin) left.push({ from: begin, to: cover.from });
      begin = cover.to;
    }
    if (begin < to) left.push({ from: begin, to });
  }
  return left;
}

/** What lies in both. */
export function intersectStretches(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return subtractStretches(a, subtractStretches(a, b));
}

/** The part of `span` inside `range`; null when they do not meet. */
export function clip<Span extends Stretch>(span: Span, range: Stretch): Span | null {
  const from = Math.max(span.from, range.from);
  const to = Math.min(span.to, range.to);
  return to > from ? { ...span, from, to } : null;
}

export function clipStretches<Span extends Stretch>(stretches: readonly Span[], range: Stretch): Span[] {
  return stretches.map((span) => clip(span, range)).filter((span) => span !== null);
}

/** How much of `span` lies in `stretches`, ms; they do not overlap. */
export function msWithin(span: Stretch, stretches: readonly Stretch[]): number {
  return lengthMs(clipStretches(stretches, span));
}

export function lengthMs(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
