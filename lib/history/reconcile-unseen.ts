/**
 * What one replica did not see another may have seen. An `unseen` handover stands for the counter values in
 * (after − delta, after]; those that a seen one stands for are taken off it, and one that stands for nothing any
 * more goes. Only what happened in its unwatched stretch can stand for it: counters are set back, and count the same
 * again. Where there is no counter, seen ones in that stretch that lead from its `from` to its `to` explain it. The
 * outcome is the same in whatever order rows arrive.
 */
import type { HandoverRow } from './handover-row.ts';

export type Reconciled = { gone: HandoverRow[]; changed: HandoverRow[] };
/** `from` and `to`: when it was counted, epoch ms. */
type Interval = { above: number; upTo: number; from: number; to: number };

/** All rows are of one object (one `lease_uid`). `apartMs`: how far apart those who wrote them may stamp a moment. */
export function reconcileUnseen(
  unseen: readonly HandoverRow[],
  seen: readonly HandoverRow[],
  apartMs: number,
): Reconciled {
  const gone: HandoverRow[] = [];
  const changed: HandoverRow[] = [];
  const covered = seen.map(intervalOf).filter((interval) => interval !== null);
  const inOrder = [...seen].sort((a, b) => a.at - b.at || order(a.key, b.key));
  const uncounted: HandoverRow[] = [];
  for (const row of [...unseen].sort(compareUnseen)) {
    const interval = intervalOf(row);
    if (interval === null) {
      if (isExplained(row, inOrder, apartMs) || uncounted.some((other) => isSame(row, other))) gone.push(row);
      else uncounted.push(row);
      continue;
    }
    const left = lengthWithout(interval, covered.filter(isWithin(interval, apartMs)));
    if (left === 0) gone.push(row);
    else {
      const transitions_delta = row.counted_delta === null ? null : left;
      if (transitions_delta !== row.transitions_delta) changed.push({ ...row, transitions_delta });
      covered.push(interval);
    }
  }
  return { gone, changed };
}

/** The most precise first: it stays, and others keep only what it does not tell. */
function compareUnseen(a: HandoverRow, b: HandoverRow): number {
  return (
    (a.counted_delta ?? 1) - (b.counted_delta ?? 1) ||
    unwatchedMs(a) - unwatchedMs(b) ||
    a.at - b.at ||
    order(a.key, b.key)
  );
}

function unwatchedMs({ unwatched_from, unwatched_to }: HandoverRow): number {
  return unwatched_from === null || unwatched_to === null ? 0 : unwatched_to - unwatched_from;
}

function intervalOf(row: HandoverRow): Interval | null {
  const { counted_delta, transitions_after, at } = row;
  const delta = counted_delta ?? 1;
  if (transitions_after === null || delta < 1) return null;
  const when = row.cause === 'unseen' ? unwatched(row) : { from: at, to: at };
  return { above: transitions_after - delta, upTo: transitions_after, ...when };
}

function unwatched({ at, unwatched_from, unwatched_to }: HandoverRow): { from: number; to: number } {
  return { from: Math.min(at, unwatched_from ?? at), to: Math.max(at, unwatched_to ?? at) };
}

function isWithin({ from, to }: Interval, apartMs: number): (other: Interval) => boolean {
  return (other) => other.from <= to + apartMs && other.to >= from - apartMs;
}

function lengthWithout({ above, upTo }: Interval, covered: readonly Interval[]): number {
  let left = 0;
  let reached = above;
  for (const other of [...covered].sort((a, b) => a.above - b.above)) {
    if (other.upTo <= reached) continue;
    if (other.above >= upTo) break;
    left += Math.max(0, other.above - reached);
    reached = Math.min(upTo, other.upTo);
  }
  return left + (upTo - reached);
}

/** What led away from its holder before that one last took it, in time that was watched, is another change. */
function isExplained(row: HandoverRow, seen: readonly HandoverRow[], apartMs: number): boolean {
  const { from, to } = unwatched(row);
  const taken = seen.findLastIndex(({ at, to_id }) => at <= from && to_id === row.from_id);
  const within = seen.slice(taken + 1).filter(({ at }) => at >= from - apartMs && at <= to + apartMs);
  const begins = row.from_id === null ? 0 : within.findIndex(({ from_id }) => from_id === row.from_id);
  return begins >= 0 && within.slice(begins).some(({ to_id }) => to_id === row.to_id);
}

function isSame(a: HandoverRow, b: HandoverRow): boolean {
  return (
    a.from_id === b.from_id &&
    a.to_id === b.to_id &&
    (a.unwatched_from ?? a.at) <= (b.unwatched_to ?? b.at) &&
    (b.unwatched_from ?? b.at) <= (a.unwatched_to ?? a.at)
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
