/** What a store has kept of real elections, held against the record of every accepted write. */
import type { Handover } from '../../lib/lease/handover.ts';
import { type Expected, expectedHandovers, type Write } from './truth.ts';

export type Span = { from: number; to: number };

/** The recorder's times are those of its own watch, and stamps are whole seconds. */
const MARGIN_MS = 1_600;

/**
 * What is wrong with what was kept of one Lease. `watched`: what the store calls watched, of the time in which the
 * Lease was written; near its edges either answer is right.
 */
export function keptFaults(options: {
  writes: readonly Write[];
  durationMs: number;
  kept: readonly Handover[];
  watched: readonly Span[];
}): string[] {
  const { writes, durationMs, kept, watched } = options;
  const real = expectedHandovers(writes, durationMs);
  const completed = kept.filter(({ to }) => to !== null).sort((a, b) => a.at - b.at);
  const faults: string[] = [];
  const free = new Set(real);
  for (const one of completed) {
    if (one.cause === 'unseen') continue;
    const match = [...free]
      .filter((it) => it.to === one.to && it.from === one.from && Math.abs(it.at - one.at) <= MARGIN_MS)
      .sort((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at))[0];
    if (match === undefined) {
      faults.push(`invented: ${told(one)}`);
      continue;
    }
    free.delete(match);
    if (!match.causes.includes(one.cause))
      faults.push(
        `${told(one)}, and it was ${match.causes.join(' or ')}: ${one.certainty}, ${JSON.stringify(one.evidence)}`,
      );
  }
  for (const one of completed) {
    if (one.cause !== 'unseen') continue;
    const { unwatchedFrom: from, unwatchedTo: to, watchedBetween } = one.evidence;
    if (typeof from !== 'number' || typeof to !== 'number') {
      faults.push(`unseen without a stretch: ${told(one)}`);
      continue;
    }
    // Of two stretches that are told as one, the later is at its end.
    const place = watchedBetween === true ? to : (from + to) / 2;
    if (watched.some((span) => place > span.from && place < span.to))
      faults.push(`unseen where it was watched: ${told(one)}`);
    const stood = standsFor(one, { from, to }, [...free]);
    if (stood.length === 0) faults.push(`nobody could miss ${told(one)}`);
    for (const it of stood) free.delete(it);
  }
  for (const one of free) faults.push(`lost: ${one.from} → ${one.to}`);
  const last = writes.at(-1);
  const open = kept.filter(({ to }) => to === null);
  const isOpen = last !== undefined && (last.event === 'DELETED' || last.holder === '');
  if (open.length > (isOpen ? 1 : 0)) faults.push(`nobody took over from ${open.map(told).join(', ')}`);
  return faults;
}

const told = ({ from, to, cause, transitionsDelta }: Handover): string =>
  `${from} → ${to} (${cause}, ${transitionsDelta})`;

/**
 * Those in a row, of them that nobody saw, that lead from its holder to the one who took over, and by which the counter
 * rises as it says. A takeover that was watched may end a vacancy that began unwatched.
 */
function standsFor(one: Handover, unwatched: Span, free: readonly Expected[]): Expected[] {
  const last = free.findLastIndex(
    ({ to, endedAt, at }) =>
      to === one.to && endedAt <= unwatched.to + MARGIN_MS && at >= unwatched.from - MARGIN_MS,
  );
  for (let first = 0; first <= last; first += 1) {
    const row = free.slice(first, last + 1);
    if (row[0]?.from !== one.from || row.some(({ at }) => at < unwatched.from - MARGIN_MS)) continue;
    const counted = row.map((it) => it.counted);
    const risen = counted.includes(null) ? null : counted.reduce((sum: number, it) => sum + (it ?? 0), 0);
    if (risen === one.transitionsDelta) return row;
  }
  return [];
}
