/** What a strip is built from, for one judged Lease. */
import { vacantSince as openSince } from '../lease/ending.ts';
import type { ScopeFeed } from '../lease/feed.ts';
import type { Handover } from '../lease/handover.ts';
import { joinStretches } from '../lease/stretches.ts';
import { retryPeriodMs, takeoverWithinMs } from '../lease/takeover.ts';
import type { Judged } from './board-judge.ts';
import type { StripWindow } from './board-window.ts';
import type { LeaseRow } from './lease-row.ts';
import { buildStrip, type Strip } from './strip.ts';
import type { TimeRange } from './time-axis.ts';
import type { BlindStretch } from './timeline.ts';

/**
 * When nobody watched a Lease of this namespace: what the feed itself knows, which is newer, and what is kept, which
 * outlives a restart.
 */
export function spotsOf(
  scope: Pick<ScopeFeed, 'blindSpots'> | null,
  kept: readonly BlindStretch[] | null,
  namespace: string,
): TimeRange[] {
  const own = (kept ?? []).filter((spot) => spot.scope === null || spot.scope === namespace);
  return joinStretches([...(scope?.blindSpots ?? []), ...own]);
}

/** Where neither the gaps nor the duration is known: as most electors have it. */
const COMMON_DURATION_MS = 15_000;
const DAY_MS = 86_400_000;

/**
 * Handovers of the last 24 h may be missing from a count: nobody watched for a part of it, and the Lease has no
 * counter that would tell. The same rule as Timeline's "0+".
 */
export function countsAtLeast(
  row: Pick<LeaseRow, 'elects' | 'transitions'>,
  now: number,
  watchedSince: number | null,
  blindSpots: readonly TimeRange[],
): boolean {
  if (!row.elects || row.transitions !== null) return false;
  const begin = Math.max(now - DAY_MS, watchedSince ?? Number.NEGATIVE_INFINITY);
  return blindSpots.some(({ from, to }) => to > begin && from < now);
}

/**
 * Since when nobody holds it. Of a feed that fell silent the row's state is "unknown" and began then: what was known
 * before is in the handover that has no taker yet. Epoch ms; null when not known.
 */
export function vacantSince(
  row: Pick<LeaseRow, 'holder' | 'state' | 'stateSince'>,
  handovers: readonly Handover[],
): number | null {
  if (row.holder !== null) return null;
  if (row.state === 'vacant') return row.stateSince;
  const open = handovers.filter(({ to }) => to === null).map(openSince);
  return open.length === 0 ? null : Math.max(...open);
}

/** Since when its holder is past its duration; null while it is not, or it is not known. */
function expiredSince({ state, row }: Judged): number | null {
  if (state !== 'expired' || row.lastRenewalAt === null || row.expiresAfterMs === null) return null;
  return row.lastRenewalAt + row.expiresAfterMs;
}

/**
 * `handoversFrom`: from when on the handovers that are given are all there are; null before any were read. Of the
 * present tenure the row itself says when it began.
 */
export function boardStrip(
  judged: Judged,
  window: StripWindow,
  watchedSince: number | null,
  blindSpots: readonly TimeRange[],
  handovers: readonly Handover[],
  handoversFrom: number | null,
): Strip {
  const { row } = judged;
  const since = (row.holder === null ? vacantSince(row, handovers) : row.heldSince) ?? judged.now;
  const retryMs = retryPeriodMs(row.renewGapMs?.median ?? null, row.durationMs ?? COMMON_DURATION_MS);
  return buildStrip({
    from: window.from,
    to: window.to,
    watchedSince,
    readFrom: handoversFrom === null ? since : Math.min(handoversFrom, since),
    knownUntil: judged.frozen ? judged.now : null,
    blindSpots,
    handovers,
    holder: row.holder,
    // Vacant when watching began: since then at least.
    vacantSince: row.holder === null ? (vacantSince(row, handovers) ?? watchedSince) : null,
    expiredSince: expiredSince(judged),
    released: row.takeoverDueAt !== null && judged.now < row.takeoverDueAt,
    normalVacancyMs: (cause) => takeoverWithinMs(cause, retryMs),
  });
}
