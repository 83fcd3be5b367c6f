/** What a renewal tells of the gaps between renewals and of its holder's clock. */
import { readClock, unreadClock } from './clock-change.ts';
import { addGap, newestCount, summariseGaps } from './gaps.ts';
import { parseMicroTime, parseTimeMs } from './micro-time.ts';
import type { Moment } from './moment.ts';
import type { LeaseRecord } from './record.ts';
import { gapSpan, keepCadence, keepUsualGap, type TrackedLease } from './tracked.ts';

/** A median moves less the more gaps there are: it is taken anew after 1, 2, 3, 4, 6, 8, 12, 16, then every 16. */
const MEDIAN_EVERY = 16;
const MEDIAN_FIRST = [1, 2, 3, 4, 6, 8, 12];

/** To be called with the version before still in `lease.record`. */
export function measureRenewal(lease: TrackedLease, record: LeaseRecord, moment: Moment): void {
  // The API server's controller elected this holder once more, by its own clock (field guide §3).
  const elected = record.strategy !== null && record.durationSeconds !== lease.record.durationSeconds;
  const gapMs = elected ? null : measureGap(lease, moment);
  // Without a gap, at first sight, after an outage or in its burst, nobody knows how long the request took.
  const offsetMs = measureOffset(lease, record, moment, gapMs);
  if (!lease.elects) return;
  lease.lastGapMs = gapMs;
  lease.lastOffsetMs = offsetMs;
}

function measureGap(lease: TrackedLease, moment: Moment): number | null {
  if (!moment.seen || moment.at === null || !lease.unbroken || lease.lastRenewalAt === null) return null;
  const gapMs = moment.at - lease.lastRenewalAt;
  const span = gapSpan(lease);
  lease.gaps = addGap(lease.gaps, span, moment.at, gapMs);
  if (lease.elects) keepCadence(lease, moment.at, gapMs);
  const count = newestCount(lease.gaps);
  if (count % MEDIAN_EVERY === 0 || MEDIAN_FIRST.includes(count)) {
    keepUsualGap(lease, summariseGaps(lease.gaps, span, moment.at));
  }
  return gapMs;
}

/**
 * R − M of this renewal, ms, added to the holder's window; null where the API server does not stamp it (§8), and
 * where it is no sample: without a gap, and where its request may have been slow.
 */
function measureOffset(
  lease: TrackedLease,
  record: LeaseRecord,
  moment: Moment,
  gapMs: number | null,
): number | null {
  const renewedUs = parseMicroTime(record.renewTime);
  if (renewedUs === null) return null;
  const previousUs = lease.record.renewedMicros();
  if (record.serverTime === null || lease.record.sameServerTime(record)) {
    // Two renewals more than a second apart under one stamp: this API server does not stamp renewals.
    if (previousUs !== null && renewedUs - previousUs > 1_000_000) lease.stampMoves = false;
    return null;
  }
  lease.stampMoves = true;
  const stampedMs = parseTimeMs(record.serverTime);
  if (stampedMs === null) return null;
  const at = moment.arrivedAt;
  if (gapMs === null) {
    unreadClock(lease.offsets, at);
    return null;
  }
  const renewedMs = renewedUs / 1000;
  const claimedGapMs = previousUs === null ? gapMs : (renewedUs - previousUs) / 1000;
  const { usualGapMs } = lease;
  const renewal = { renewedMs, stampedMs, at, gapMs, claimedGapMs, usualGapMs };
  const { offsets, sampled } = readClock(lease.offsets, renewal);
  lease.offsets = offsets;
  return sampled ? renewedMs - stampedMs : null;
}
