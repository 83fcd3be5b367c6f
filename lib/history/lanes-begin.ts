/** From when on a lane is drawn, and who held it then. Epoch ms. */
import { type Entries, entryAt } from './lanes-entry.ts';
import type { LaneHandovers } from './lanes-read.ts';
import type { LaneLease } from './timeline-leases.ts';
import { NEVER_SEEN } from './write-leases.ts';

/**
 * `from` … `to`: of the range what the Lease was known in. One that nothing but its handovers tell of has nobody
 * known to have held it, or not, before the first of them.
 */
export function laneBegin(
  lease: Pick<LaneLease, 'holder_id' | 'seen_at'>,
  before: LaneHandovers['before'],
  entries: Entries,
  { from, to }: { from: number; to: number },
): { from: number; holder: number | null } {
  const holder = before === null ? lease.holder_id : before.holder;
  const known = lease.seen_at !== NEVER_SEEN || holder !== null || before?.happened === true;
  if (known) return { from, holder };
  if (entries.length === 0) return { from: to, holder };
  const { first, vacantMs, endedAt, unwatched } = entryAt(entries, 0);
  const told = Math.min(endedAt ?? first, unwatched === null ? first - (vacantMs ?? 0) : first);
  return { from: Math.min(to, Math.max(from, told)), holder };
}
