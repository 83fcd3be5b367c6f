/**
 * How many gaps of a histogram are long. `Gaps` are generations one after the other, each `from, count, max, n` and
 * then n times `bin, count`, with bins 2 % wide.
 */
import type { GapSpan, Gaps } from '../lease/gaps.ts';

const HEAD = 4;
const BIN = Math.log(1.02);

/**
 * Gaps longer than `aboveMs` and at most `belowMs`, of the generations that `span` keeps at `now` (epoch ms). Never too
 * many: a bin that a limit divides is left out.
 */
export function countGaps(gaps: Gaps, span: GapSpan, now: number, aboveMs: number, belowMs: number): number {
  const first = Math.ceil(Math.log(aboveMs) / BIN);
  const last = Math.floor(Math.log(belowMs) / BIN) - 1;
  let found = 0;
  for (const [bin, count] of binsOf(gaps, span, now)) if (bin >= first && bin <= last) found += count;
  return found;
}

/**
 * From which gap on (ms) there are at least `rank` of them, none longer than `belowMs` counted; null where there are
 * fewer. Never too long: it is where the bin begins.
 */
export function gapOfRank(
  gaps: Gaps,
  span: GapSpan,
  now: number,
  rank: number,
  belowMs: number,
): number | null {
  const last = Math.floor(Math.log(belowMs) / BIN) - 1;
  const bins = [...binsOf(gaps, span, now)].filter(([bin]) => bin <= last).sort(([a], [b]) => b - a);
  let left = rank;
  for (const [bin, count] of bins) {
    left -= count;
    if (left <= 0) return Math.exp(bin * BIN);
  }
  return null;
}

function* binsOf(gaps: Gaps, span: GapSpan, now: number): Iterable<readonly [bin: number, count: number]> {
  const oldest = now - span.generationMs * (span.keep + 1);
  for (let start = 0; start < gaps.length; ) {
    const end = start + HEAD + 2 * (gaps[start + 3] ?? 0);
    if ((gaps[start] ?? 0) >= oldest) {
      for (let i = start + HEAD; i < end; i += 2) yield [gaps[i] ?? 0, gaps[i + 1] ?? 0];
    }
    start = end;
  }
}
