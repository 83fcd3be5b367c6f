/**
 * Whether what is not found is over. Some rules judge by what is gathered for a while, and anew after a restart, or by
 * what is asked for and may not be answered: until enough is there, nobody knows.
 */
import { RECENT } from '../detect/headroom-low.ts';
import type { StandbySight } from '../detect/no-standby.ts';
import { gapExtent } from '../lease/gaps.ts';
import { gapSpan } from '../lease/tracked.ts';
import type { Alert } from './alert.ts';

/** What stays unknown for so long may never be known again: by then nobody is helped by what was so before. */
const UNKNOWN_MS = 4 * 3_600_000;

/** `sight`: of the Lease that it is about, as it is now. */
export function isDecided({ finding, seenAt }: Alert, sight: StandbySight): boolean {
  const { lease, now } = sight;
  // Nobody's renewals come close to the end, and nobody is waited for.
  if (!lease.elects || lease.holder === null) return true;
  if (now - Math.max(seenAt, lease.firstSeenAt) >= UNKNOWN_MS) return true;
  switch (finding.rule) {
    case 'headroom-low':
      return isOfOtherDuration(finding.evidence, sight) || hasTail(sight);
    case 'duration-invalid':
      return isOfOtherDuration(finding.evidence, sight) || hasGaps(sight);
    case 'no-standby':
      return hasStandbys(sight);
    default:
      return true;
  }
}

/** Gaps are dropped with the duration that they were made by, and what was wrong with it is over. */
function isOfOtherDuration({ durationMs }: Alert['finding']['evidence'], { lease }: StandbySight): boolean {
  return lease.durationMs !== durationMs;
}

/** As many as make those that are near fewer than the share that is found; or of as long as it looks back. */
function hasTail({ lease, now, thresholds }: StandbySight): boolean {
  const count = gapExtent(lease.gaps, RECENT, now)?.count ?? 0;
  const isEnough = count * thresholds.nearRate >= thresholds.nearTimes;
  return isEnough || now - lease.firstSeenAt >= RECENT.generationMs;
}

function hasGaps({ lease, now, thresholds }: StandbySight): boolean {
  const count = gapExtent(lease.gaps, gapSpan(lease), now)?.count ?? 0;
  return count >= thresholds.invalidNeeds && lease.lastGapMs !== null;
}

/** Fewer than two for a shorter time than is told may be the same as before: only answers since then are known. */
function hasStandbys({ now, thresholds, standbys = null }: StandbySight): boolean {
  if (standbys === null) return false;
  return standbys.fewSince === null || now - standbys.fewSince > thresholds.noStandbyMs;
}
