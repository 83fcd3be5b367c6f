/** What stops at one moment stopped for one reason; what stopped at another time did so for another. */

const SECOND_MS = 1000;

/**
 * The most of them that were renewed last within `withinMs` of each other (epoch ms, to the second), in the order
 * given. Counted by seconds and not sorted: there may be 60,000, about once a second.
 */
export function stoppedTogether<T extends { renewedAt: number }>(
  stopped: readonly T[],
  withinMs: number,
): T[] {
  const counts = new Map<number, number>();
  for (const { renewedAt } of stopped) {
    const second = secondOf(renewedAt);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  const seconds = [...counts].sort(([a], [b]) => a - b);
  const within = Math.floor(withinMs / SECOND_MS);
  let best = { from: 0, to: -1, count: 0 };
  let from = 0;
  let count = 0;
  for (const [second, here] of seconds) {
    count += here;
    for (
      let first = seconds[from];
      first !== undefined && second - first[0] > within;
      first = seconds[from]
    ) {
      count -= first[1];
      from += 1;
    }
    // Of equal ones the latest: what is long past is no news.
    if (count >= best.count) best = { from: seconds[from]?.[0] ?? second, to: second, count };
  }
  return stopped.filter(({ renewedAt }) => {
    const second = secondOf(renewedAt);
    return second >= best.from && second <= best.to;
  });
}

function secondOf(at: number): number {
  return Math.floor(at / SECOND_MS);
}
