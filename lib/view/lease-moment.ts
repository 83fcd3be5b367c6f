/** A link to an instant of one Lease: the range it opens with, and the handover it means. Epoch ms. */

import { endingOf } from '../lease/ending.ts';
import type { Handover } from '../lease/handover.ts';
import type { HistoryStatus } from './status.ts';
import { observedRange, type TimeRange, USUAL_SPAN_MS } from './time-axis.ts';
import { movingWords, parseEnd, parseRange, type RangeWords, stillWords } from './timeline-range.ts';

/** What the URL says: a range, an instant, both or nothing. */
export type LeaseUrl = { from: string | null; to: string | null; at: string | null };

const HOUR_MS = 3_600_000;
/** An instant without a range opens with this much on either side. */
const AROUND_MS = HOUR_MS / 2;

export type LeaseRange = {
  words: RangeWords;
  /** Nothing was asked for: as long as what is known, within what is usual. */
  usual: boolean;
  at: number | null;
  /** What of the URL could not be read, and what would be right. */
  problem: string | null;
};

/** Without a range, the last 6 h or as much of it as is known: the last hour where nothing is kept. */
export function leaseRange(
  url: LeaseUrl,
  { keptFrom, history, now }: { keptFrom: number | null; history: HistoryStatus | null; now: number },
): LeaseRange {
  const end = url.at === null ? null : parseEnd(url.at);
  const at = end?.type === 'at' ? end.at : null;
  const wrongAt =
    url.at === null || at !== null
      ? null
      : `“${url.at.slice(0, 40)}” is not an instant. Give ISO 8601 with Z or epoch milliseconds.`;
  if (url.from !== null || url.to !== null) {
    const { words, problem } = parseRange({ from: url.from ?? 'now-6h', to: url.to ?? 'now' });
    return { words, usual: false, at, problem: problem ?? wrongAt };
  }
  if (at !== null) {
    const still = stillWords({ from: at - AROUND_MS, to: at + AROUND_MS });
    const words = at + AROUND_MS < now ? still : { from: still.from, to: 'now' };
    return { words, usual: false, at, problem: null };
  }
  const most = history?.state === 'ready' ? USUAL_SPAN_MS : HOUR_MS;
  const { from, to } = observedRange(keptFrom, now, most);
  return { words: movingWords(to - from), usual: true, at, problem: wrongAt };
}

/** The same picture for a colleague: the range as it is shown now, standing still, and the instant. */
export function momentLink(range: TimeRange, at: number | null): RangeWords & { at?: string } {
  const words = stillWords(range);
  return at === null ? words : { ...words, at: new Date(Math.round(at)).toISOString().replace('.000Z', 'Z') };
}

const NEAR_MS = 60_000;

/** The handover that an instant means: the nearest, when it is near; the one whose vacancy holds it first. */
export function handoverAt(
  handovers: readonly Handover[],
  at: number | null,
  range: TimeRange,
): Handover | null {
  if (at === null) return null;
  // The next may have been last seen to be held just then; a link is told to the millisecond.
  const inside =
    handovers.find((one) => Math.round(one.at) === Math.round(at)) ??
    handovers.find((one) => at <= one.at && at >= endingOf(one).heldUntil);
  if (inside !== undefined) return inside;
  const reach = Math.max(NEAR_MS, (range.to - range.from) / 100);
  const near = handovers.filter((one) => Math.abs(one.at - at) <= reach);
  return near.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0] ?? null;
}
