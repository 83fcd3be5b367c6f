/** Clocks that are off by the same are measured by one that is wrong; by different offsets each is its own trouble. */
import { certainlyOff } from './clock-limits.ts';
import type { Finding } from './finding.ts';

/** ntpd sets a clock that is off by 128 ms: two that are kept in time differ by no more than twice that. */
const KEPT_WITHIN_MS = 256;

/** The most of them whose intervals have a point in common, in the order given: there may be thousands. */
export function offByTheSame<T extends { finding: Finding }>(those: readonly T[]): T[] {
  const bounds = those.map(({ finding }) => boundsOf(finding));
  const known = bounds.filter((one) => one !== null);
  const leasts = known.map(({ leastMs }) => leastMs).sort((a, b) => a - b);
  const mosts = known.map(({ mostMs }) => mostMs).sort((a, b) => a - b);
  let best = { count: 0, atMs: 0 };
  let over = 0;
  for (const [index, atMs] of leasts.entries()) {
    for (let most = mosts[over]; most !== undefined && most < atMs; most = mosts[over]) over += 1;
    const count = index + 1 - over;
    if (count > best.count) best = { count, atMs };
  }
  return those.filter((_, index) => {
    const one = bounds[index];
    return one != null && one.leastMs <= best.atMs && best.atMs <= one.mostMs;
  });
}

/** Null of a finding that does not say: it is off by nothing that others could be off by too. */
function boundsOf({ evidence }: Finding): { leastMs: number; mostMs: number } | null {
  const { offsetLowerMs: lower, offsetUpperMs: upper } = evidence;
  if (typeof lower !== 'number' || typeof upper !== 'number') return null;
  const { leastMs, mostMs } = certainlyOff({ lower, upper });
  return { leastMs, mostMs: mostMs + KEPT_WITHIN_MS };
}
