/** From when on something is wrong with more than one Lease. Sources: field guide §4, §5 and §10. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export const DEFAULT_CLUSTER_THRESHOLDS = {
  /** Fewer late at once, or a smaller share of those that were due, are their own trouble, as on the timeline. */
  slowLeast: 3,
  slowLeastShare: 0.2,
  /** What by itself may be something else says so when it is nearly all that there is. */
  slowMostShare: 0.8,
  /** A gap of so many usual ones is slower than usual: one try that failed makes two … */
  slowGapRatio: 2.5,
  /** … and by so much at least: less may have happened on the way to Tenure. */
  slowGapLeastMs: 2 * SECOND_MS,
  /** A node's heartbeat is late when its duration is over, before the cluster gives the node up (§4). */
  nodeLateMs: 40 * SECOND_MS,
  /** An API server's identity: it is renewed every 10 s (§5). Told from the first on, a warning from the second. */
  apiserverSilentMs: MINUTE_MS,
  apiserverSilentWarningMs: 5 * MINUTE_MS,
  /** Abandoned is what is silent for this long, and for so many times its duration (§10). */
  abandonedMs: 60 * MINUTE_MS,
  abandonedDurations: 10,
  /** A cluster that cannot be reached for so long. */
  feedCriticalMs: 5 * MINUTE_MS,
  /** Who should be told of alerts, and takes none for so long: a restart is over by then. */
  receiverFailingMs: 3 * MINUTE_MS,
};
export type ClusterThresholds = typeof DEFAULT_CLUSTER_THRESHOLDS;
