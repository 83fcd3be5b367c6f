/**
 * How long client-go's electors take to lead again (field guide §2, §10). How often candidates try, the retry period P,
 * is not in a Lease: it is inferred from the usual gap between renewals, and so is all that follows from it. ms.
 */
import type { HandoverCause } from './handover.ts';

/** Polls jitter up to so many retry periods apart (client-go `leaderelection`, JitterFactor 1.2). */
const POLL = 2.2;
/** What an API server may need besides, before a vacancy is no normal one (§10). */
const GRACE_MS = 5000;

/** P: unknown, a third of the duration, the longest that well-known users have. */
export function retryPeriodMs(usualGapMs: number | null, durationMs: number): number {
  return usualGapMs ?? durationMs / 3;
}

/** From a release to the takeover, at most: the time to the next poll. */
export function releasedForMs(retryMs: number): number {
  return POLL * retryMs;
}

/** From the last renewal before a crash to the takeover, at most: the duration, and two polls. */
export function crashedForMs(durationMs: number, retryMs: number): number {
  return durationMs + 2 * POLL * retryMs;
}

/** For how long a normal handover leaves it without a holder: after an expiry two polls, else one and a grace. */
export function takeoverWithinMs(cause: HandoverCause, retryMs: number): number {
  return cause === 'expiry' ? crashedForMs(0, retryMs) : releasedForMs(retryMs) + GRACE_MS;
}
