/**
 * Two replicas judge the same cluster and tell of the same trouble, each under an id of its own. The one that began
 * first is shown, and when one of them is over, all are.
 */
export type AlertSpan = {
  id: string;
  began_at: number;
  /** When it was last told of. */
  seen_at: number;
  resolved_at: number | null;
  same_as: string | null;
};

type Trouble = [AlertSpan, ...AlertSpan[]];

/** `rows`: all of one fingerprint, in any order. Answers those that change. */
export function twinsAmong(rows: readonly AlertSpan[]): AlertSpan[] {
  const changed: AlertSpan[] = [];
  const all = troubles(rows);
  for (const [index, trouble] of all.entries()) {
    // Where it began anew whoever told of it is gone and did not tell its end.
    const end = endOf(trouble) ?? (index < all.length - 1 ? lastSeen(trouble) : null);
    for (const row of trouble) {
      const same_as = row === trouble[0] ? null : trouble[0].id;
      const resolved_at = row.resolved_at ?? end;
      if (row.same_as !== same_as || row.resolved_at !== resolved_at)
        changed.push({ ...row, same_as, resolved_at });
    }
  }
  return changed;
}

function troubles(rows: readonly AlertSpan[]): Trouble[] {
  const found: Trouble[] = [];
  for (const row of rows.toSorted((a, b) => a.began_at - b.began_at || (a.id < b.id ? -1 : 1))) {
    const last = found.at(-1);
    if (last !== undefined && isSame(last, row)) last.push(row);
    else found.push([row]);
  }
  return found;
}

/** What is open is true for as long as nobody says that it is over; what was the same stays so. */
function isSame(trouble: Trouble, next: AlertSpan): boolean {
  if (next.same_as === trouble[0].id) return true;
  const end = endOf(trouble);
  if (end !== null) return next.began_at <= end;
  return next.resolved_at === null || next.began_at <= lastSeen(trouble);
}

/** As whoever told of it first says, or else the others; null while it is open. */
function endOf([first, ...others]: Trouble): number | null {
  if (first.resolved_at !== null) return first.resolved_at;
  const ends = others.map(({ resolved_at }) => resolved_at).filter((at) => at !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

function lastSeen(trouble: Trouble): number {
  return Math.max(...trouble.map(({ seen_at }) => seen_at));
}
