/** Time of which something was given up: joined where it is close, and never many. */
import type { LostStretch } from './store-calls.ts';

/** Losses so close to each other are one. */
const JOIN_MS = 1000;
const MOST = 100;

export function withLost(lost: readonly LostStretch[], added: LostStretch): LostStretch[] {
  const joined: LostStretch[] = [];
  for (const stretch of [...lost, added].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && stretch.from <= last.to + JOIN_MS) last.to = Math.max(last.to, stretch.to);
    else joined.push({ ...stretch });
  }
  while (joined.length > MOST) joinClosest(joined);
  return joined;
}

function joinClosest(stretches: LostStretch[]): void {
  let closest = 1;
  const apart = (index: number): number =>
    (stretches[index]?.from ?? 0) - (stretches[index - 1]?.to ?? Number.NEGATIVE_INFINITY);
  for (let index = 2; index < stretches.length; index += 1) {
    if (apart(index) < apart(closest)) closest = index;
  }
  const [later] = stretches.splice(closest, 1);
  const earlier = stretches[closest - 1];
  if (earlier !== undefined && later !== undefined) earlier.to = Math.max(earlier.to, later.to);
}
