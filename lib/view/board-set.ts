/** What one row says of a sharded set: its worst, its oldest, and who holds how many. */
import { leaseKey } from '../lease/record.ts';
import { holderLabel } from './board-holder.ts';
import type { Judged } from './board-judge.ts';
import { sortRows } from './board-sort.ts';

export type SetSummary = {
  /** The bucket in the worst state, for the mark of the row. */
  worst: Judged;
  /** The bucket whose last renewal is the longest ago, measured against its duration. */
  stalest: Judged;
  /** The youngest tenure: since when the whole set is in the present hands; null when not known of all. */
  settledSince: number | null;
  leastHeadroom: Judged | null;
  /** "3 hold 4 · 3 · 3" */
  holders: string;
};

/** `members` is never empty; null if it were. */
export function summarizeSet(members: readonly Judged[]): SetSummary | null {
  const [first] = members;
  if (first === undefined) return null;
  const worst = sortRows(members, 'urgency')[0] ?? first;
  const stalest = members.reduce((a, b) => (share(b) > share(a) ? b : a), first);
  const since = members.map((one) => one.row.heldSince);
  const known = since.filter((at) => at !== null);
  const withHeadroom = members.filter((one) => one.row.headroomMs !== null);
  const [some] = withHeadroom;
  return {
    worst,
    stalest,
    settledSince: known.length === since.length ? Math.max(...known) : null,
    leastHeadroom:
      some === undefined
        ? null
        : withHeadroom.reduce((a, b) => ((b.row.headroomMs ?? 0) < (a.row.headroomMs ?? 0) ? b : a), some),
    holders: holdersOf(members),
  };
}

function share({ row, now }: Judged): number {
  if (row.lastRenewalAt === null || row.expiresAfterMs === null || row.expiresAfterMs <= 0) return -1;
  return (now - row.lastRenewalAt) / row.expiresAfterMs;
}

const MOST_NUMBERS = 5;

function holdersOf(members: readonly Judged[]): string {
  const counts = new Map<string, number>();
  let nobody = 0;
  for (const { row } of members) {
    const label = holderLabel(row);
    if (label === null) nobody += 1;
    else counts.set(label.shown, (counts.get(label.shown) ?? 0) + 1);
  }
  const numbers = [...counts.values()].sort((a, b) => b - a);
  const listed = numbers.slice(0, MOST_NUMBERS).join(' · ') + (numbers.length > MOST_NUMBERS ? ' …' : '');
  if (numbers.length === 0) return 'nobody holds any';
  if (nobody > 0)
    return `${numbers.length} ${numbers.length === 1 ? 'holds' : 'hold'} ${listed}, nobody has ${nobody}`;
  return numbers.length === 1 ? `1 holds all ${listed}` : `${numbers.length} hold ${listed}`;
}

/** Two sets of the same Leases in the same hands look alike. */
export function setSignature(members: readonly Judged[]): string {
  return members.map(({ row }) => `${leaseKey(row)} ${row.holder ?? ''}`).join('\n');
}
