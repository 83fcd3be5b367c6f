/** What a renewal tells of the gaps between renewals and of its holder's clock. */
import { addGap, newestCount, summariseGaps } from './gaps.ts';
import { parseMicroTime, parseTimeMs } from './micro-time.ts';
import type { Moment } from './moment.ts';
import { addOffsetSample } from './offset.ts';
import type { LeaseRecord } from './record.ts';
import {
  expectedGapMs,
  gapSpan,
  keepCadence,
  keepUsualGap,
  medianGapMs,
  type TrackedLease,
} from './tracked.ts';

/** A median moves less the more gaps there are: it is taken anew after 1, 2, 3, 4, 6, 8, 12, 16, then every 16. */
const MEDIAN_EVERY = 16;
const MEDIAN_FIRST = [1, 2, 3, 4, 6, 8, 12];
/** A gap of this many usual ones holds a slow request; kubelets jitter by 4 % (field guide §4). */
const SLOW_RENEWAL = 1.1;

/** To be called with the version before still in `lease.record`. */
export function measureRenewal(lease: TrackedLease, record: LeaseRecord, moment: Moment): void {
  // The API server's controller elected this holder once more, by its own clock (field guide §3).
  const elected = record.strategy !== null && record.durationSeconds !== lease.record.durationSeconds;
  const usualGapMs = seenGapMs(lease, moment.arrivedAt);
  const gapMs = elected ? null : measureGap(lease, moment);
  // Without a gap, at first sight, after an outage or in its burst, nobody knows how long the request took.
  const slow = gapMs === null || (usualGapMs !== null && gapMs > usualGapMs * SLOW_RENEWAL);
  const offsetMs = measureOffset(lease, record, moment, slow || elected);
  if (!lease.elects) return;
  lease.lastGapMs = gapMs;
  lease.lastOffsetMs = offsetMs;
}

/** What was seen, and never what somebody expects: clocks are told by it. Only of annotated Leases it is looked up. */
function seenGapMs(lease: TrackedLease, now: number): number | null {
  return expectedGapMs(lease) === null
    ? lease.usualGapMs
    : medianGapMs(summariseGaps(lease.gaps, gapSpan(lease), now));
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
 * where it is no sample: a slow request would pass for a clock that is behind.
 */
function measureOffset(
  lease: TrackedLease,
  record: LeaseRecord,
  moment: Moment,
  isNoSample: boolean,
): number | null {
  const renewedUs = parseMicroTime(record.renewTime);
  if (renewedUs === null) return null;
  if (record.serverTime === null || lease.record.sameServerTime(record)) {
    // Two renewals more than a second apart under one stamp: this API server does not stamp renewals.
    const previousUs = lease.record.renewedMicros();
    if (previousUs !== null && renewedUs - previousUs > 1_000_000) lease.stampMoves = false;
    return null;
  }
  lease.stampMoves = true;
  const stampedMs = parseTimeMs(record.serverTime);
  if (stampedMs === null || isNoSample) return null;
  const offsetMs = renewedUs / 1000 - stampedMs;
  lease.offsets = addOffsetSample(lease.offsets, moment.arrivedAt, offsetMs);
  return offsetMs;
}
