/**
 * How often a Lease is renewed as a rule (client-go: the retry period P and a round trip, field guide §2), and whether
 * that changed: only where the new cadence came after a break, another holder or a restart, for a process keeps its
 * settings, and requests that all take longer are no setting.
 */

export type CadenceChange = {
  /** When the first renewal of the new cadence was due from, and when it was certain; epoch ms. */
  at: number;
  seenAt: number;
  fromMs: number;
  toMs: number;
};

type Trial = { gapMs: number; count: number; misses: number; since: number; afterBreak: boolean };

/** Changed in place: there is one a Lease that elects, and it is told of every renewal. */
export type Cadence = {
  /** Null before it is known. */
  gapMs: number | null;
  trial: Trial | null;
  /** Another holder renews now, or renewals stopped for a while. */
  isBroken: boolean;
  change: CadenceChange | null;
};

/** Gaps that differ by less are of one cadence; told is what differs by more than the second. */
const SAME = 1.25;
const OTHER = 1.5;
/** A gap of so many usual ones is a break: a process was started anew meanwhile. */
const BREAK = 2;
/** So many gaps, and for so long: a slow API server is slow for minutes. */
const NEEDS = 12;
const FOR_MS = 600_000;
/** One in ten may be of its own length: a request that was slow. */
const MISSES = 0.1;

export function createCadence(): Cadence {
  return { gapMs: null, trial: null, isBroken: false, change: null };
}

/** Somebody else renews from now on. */
export function breakCadence(cadence: Cadence): void {
  cadence.isBroken = true;
  cadence.trial = null;
}

/** One more gap, ms, that ended at `at`, epoch ms. */
export function addToCadence(cadence: Cadence, at: number, gapMs: number): void {
  const { gapMs: usualMs, trial } = cadence;
  if (trial !== null && fits(gapMs, trial.gapMs)) {
    trial.count += 1;
    trial.gapMs += (gapMs - trial.gapMs) / trial.count;
    const isLong = at - trial.since >= FOR_MS || usualMs === null;
    if (trial.count >= NEEDS && isLong) settle(cadence, trial, at);
    return;
  }
  const isUsual = usualMs !== null && fits(gapMs, usualMs);
  if (trial !== null && trial.count >= NEEDS / 2) {
    trial.misses += 1;
    if (trial.misses <= MISSES * trial.count) return;
  }
  if (isUsual) {
    cadence.trial = null;
    cadence.isBroken = false;
    return;
  }
  const afterBreak = cadence.isBroken;
  if (usualMs !== null && gapMs >= BREAK * usualMs) cadence.isBroken = true;
  cadence.trial = { gapMs, count: 1, misses: 0, since: at - gapMs, afterBreak };
}

function settle(cadence: Cadence, trial: Trial, at: number): void {
  const { gapMs: fromMs } = cadence;
  const toMs = Math.round(trial.gapMs);
  if (fromMs !== null && trial.afterBreak && Math.max(toMs / fromMs, fromMs / toMs) >= OTHER)
    cadence.change = { at: trial.since, seenAt: at, fromMs, toMs };
  cadence.gapMs = toMs;
  cadence.trial = null;
  cadence.isBroken = false;
}

function fits(gapMs: number, usualMs: number): boolean {
  return gapMs <= SAME * usualMs && usualMs <= SAME * gapMs;
}
