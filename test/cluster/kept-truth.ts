/** What a store has kept of real elections, held against the record of every accepted write. */
import type { Handover } from '../../lib/lease/handover.ts';
import { expectedHandovers, type Write } from './truth.ts';

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
  const seen = kept.filter(({ to, cause }) => to !== null && cause !== 'unseen');
  const unseen = kept.filter(({ to, cause }) => to !== null && cause === 'unseen');
  const inside = (at: number, margin: number) =>
    watched.some(({ from, to }) => at > from + margin && at < to - margin);
  const faults: string[] = [];
  const free = new Set(real);
  for (const one of seen) {
    const match = [...free]
      .filter((it) => it.to === one.to && Math.abs(it.at - one.at) <= MARGIN_MS)
      .filter((it) => one.from === null || it.from === one.from)
      .sort((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at))[0];
    if (match === undefined) {
      faults.push(`invented: ${one.from} → ${one.to} (${one.cause})`);
      continue;
    }
    free.delete(match);
    if (one.from !== null && !match.causes.includes(one.cause))
      faults.push(`${one.from} → ${one.to}: ${one.cause}, and it was ${match.causes.join(' or ')}`);
  }
  for (const one of free) {
    const previous = real[real.indexOf(one) - 1]?.at ?? one.at;
    // Watched all the way since the change before: then it must have been seen.
    if (inside(one.at, MARGIN_MS) && watched.some((span) => previous >= span.from && one.at < span.to))
      faults.push(`lost: ${one.from} → ${one.to}`);
    const told = unseen.some(({ evidence: { unwatchedFrom: from, unwatchedTo: to } }) => {
      if (typeof from !== 'number' || typeof to !== 'number') return false;
      // A takeover that was watched may end a vacancy that began unwatched.
      return one.at >= from - MARGIN_MS && previous <= to + MARGIN_MS;
    });
    if (!told) faults.push(`nothing tells of ${one.from} → ${one.to}`);
  }
  for (const one of unseen) {
    const { unwatchedFrom: from, unwatchedTo: to, watchedBetween } = one.evidence;
    if (typeof from !== 'number' || typeof to !== 'number')
      faults.push(`unseen without a stretch: ${one.id}`);
    // Of two stretches that are told as one, the later is at its end.
    else if (inside(watchedBetween === true ? to : (from + to) / 2, 0))
      faults.push(`unseen where it was watched: ${one.id}`);
  }
  return faults;
}
