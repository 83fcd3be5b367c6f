/** From when on something is wrong. The defaults need no file; sources: field guide §6, §8 and §10. */
import { CLOCK_OFF_MS, CLOCK_SAMPLES, CLOCK_STEP_MS } from './clock-limits.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export const DEFAULT_THRESHOLDS = {
  /** Past the moment a standby should have taken over from a silent holder: what a slow request takes. */
  overdueGraceMs: 2 * SECOND_MS,
  /** Where nobody stood by, what takes the holder's place is given so long to be started. */
  replacementMs: MINUTE_MS,
  /** What nobody has missed for so long is more likely left behind than an outage: it informs from then on. */
  expiredLongPastMs: 24 * 60 * MINUTE_MS,
  vacantLongPastMs: 24 * 60 * MINUTE_MS,
  flappingWindowMs: 10 * MINUTE_MS,
  /** Handovers inside the window to who had already led in it. */
  flappingWarning: 3,
  /** Handovers inside the window, of any kind. */
  flappingCritical: 6,
  /** For how long what happened once is told. */
  earlyToldForMs: 30 * MINUTE_MS,
  changedToldForMs: 30 * MINUTE_MS,
  /**
   * A gap comes near the duration past this share of it. Holders of client-go give up at about two thirds (the
   * deadline D of §2), so what is longer is a failover that was only just missed …
   */
  nearShare: 0.6,
  /** … but one try that failed makes a gap of two usual ones, which is no news at 15/10/5 (§2) … */
  nearUsualGaps: 2.25,
  /** … and past this share it is near whatever is usual. */
  nearShareAtMost: 0.8,
  /** So many such gaps, and so large a share of all: a stall or a restart of the API server makes one at a time. */
  nearTimes: 3,
  nearRate: 0.01,
  /** Gaps that are needed to say that a duration does not fit them: a slow minute at first sight is no setting. */
  invalidNeeds: 12,
  /** Who lost a Lease is given so long to end, or to begin anew. */
  formerEndsMs: 2 * MINUTE_MS,
  /** Fewer than two ready for so long (§10). */
  noStandbyMs: 10 * MINUTE_MS,
  /** A deleted Lease is given so long to be made again: what a namespace needs that is deleted with its Pods … */
  deletedGraceMs: MINUTE_MS,
  /** … and who had held it for less held it for one task. */
  deletedTenureMs: 10 * MINUTE_MS,
  deletedToldForMs: 30 * MINUTE_MS,
  /** A legacy lock that was not seen to change for so long is not renewed any more. */
  legacyStillMs: 30 * MINUTE_MS,
  /** Off by so much for certain (§8). */
  clockWarningMs: CLOCK_OFF_MS,
  clockCriticalMs: 5 * SECOND_MS,
  clockSamples: CLOCK_SAMPLES,
  /** A clock that was set by less is being kept in time. */
  clockStepMs: CLOCK_STEP_MS,
  clockStepWarningMs: SECOND_MS,
  /** What the fastest request may have taken where Tenure's own round trips are not known. */
  clockLatencyMs: SECOND_MS,
};
export type Thresholds = typeof DEFAULT_THRESHOLDS;
