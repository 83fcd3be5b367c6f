/** The duration that a holder gave itself, of what its Lease says. */
import type { TrackedLease } from './tracked.ts';

/** What the API server's controller writes for whomever it elects (field guide §3). */
const ELECTING_MS = 5000;

/**
 * In a coordinated election, elected and not known to have renewed since: that duration says nothing of its holder's
 * own. Where it is the same, a renewal with a gap follows one that said so too.
 */
export function isOnlyElected({ elects, record, durationMs, lastGapMs }: TrackedLease): boolean {
  return elects && record.strategy !== null && durationMs === ELECTING_MS && lastGapMs === null;
}

/** `beforeMs`: what it was as far as is known, which it still is until another one is. */
export function ownDurationMs(lease: TrackedLease, beforeMs: number | null): number | null {
  return isOnlyElected(lease) ? beforeMs : (lease.durationMs ?? beforeMs);
}
