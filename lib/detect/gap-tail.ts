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
  const oldest = now - span.generationMs * (span.keep + 1);
  const first = Math.ceil(Math.log(aboveMs) / BIN);
  const last = Math.floor(Math.log(belowMs) / BIN) - 1;
  let found = 0;
  for (let start = 0; start < gaps.length; ) {
    const end = start + HEAD + 2 * (gaps[start + 3] ?? 0);
    if ((gaps[start] ?? 0) >= oldest) {
      for (let i = start + HEAD; i < end; i += 2) {
        const bin = gaps[i] ?? 0;
        if (bin >= first && bin <= last) found += gaps[i + 1] ?? 0;
      }
    }
    start = end;
  }
  return found;
}
