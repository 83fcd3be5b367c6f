/** How long a finding has to last before it fires, and to be gone before it is resolved. */
import type { Rule } from '../detect/finding.ts';

export type AlertTimes = {
  /** For how long it has to be found before it fires, ms. */
  holdMs: number;
  /** For how long it must not be found before it is resolved, ms; also before it is said to be less bad. */
  clearMs: number;
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Detectors wait for themselves, each as long as its evidence needs (field guide §10), so nothing is held back a
 * second time. What is judged by one state is over soon after it; what is judged by a window, whose limit may be
 * crossed back and forth while it slides, has to stay away for longer. What happened once has its own end
 * (`Finding.until`).
 */
export const DEFAULT_TIMES: Readonly<Record<Rule, AlertTimes>> = {
  'expired-but-held': { holdMs: 0, clearMs: 10 * SECOND_MS },
  vacant: { holdMs: 0, clearMs: 10 * SECOND_MS },
  flapping: { holdMs: 0, clearMs: 5 * MINUTE_MS },
  'early-takeover': { holdMs: 0, clearMs: MINUTE_MS },
  'dual-leadership': { holdMs: 0, clearMs: 10 * SECOND_MS },
  'clock-skew': { holdMs: 0, clearMs: 2 * MINUTE_MS },
  'clock-step': { holdMs: 0, clearMs: 2 * MINUTE_MS },
  'headroom-low': { holdMs: 0, clearMs: 10 * MINUTE_MS },
  // Longer than what it explains by a state takes to be over, else each of thousands is told at its end: candidates that
  // were started anew by it wait for a whole duration from their first sight on (field guide §2), at 60/40/10 some 80 s.
  'slow-renewals': { holdMs: 0, clearMs: 2 * MINUTE_MS },
  'node-heartbeat-late': { holdMs: 0, clearMs: 10 * SECOND_MS },
  'apiserver-silent': { holdMs: 0, clearMs: 30 * SECOND_MS },
  'duration-changed': { holdMs: 0, clearMs: MINUTE_MS },
  'duration-invalid': { holdMs: 0, clearMs: 2 * MINUTE_MS },
  'holder-gone': { holdMs: 0, clearMs: 30 * SECOND_MS },
  'former-holder-running': { holdMs: 0, clearMs: 30 * SECOND_MS },
  'legacy-lock': { holdMs: 0, clearMs: 5 * MINUTE_MS },
  abandoned: { holdMs: 0, clearMs: MINUTE_MS },
  tenure: { holdMs: 0, clearMs: 30 * SECOND_MS },
  'no-standby': { holdMs: 0, clearMs: MINUTE_MS },
};

export function defaultTimes(rule: Rule): AlertTimes {
  return DEFAULT_TIMES[rule];
}
