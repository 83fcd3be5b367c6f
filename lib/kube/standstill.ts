/**
 * Finds that Tenure itself stood still: its process was stopped or got no processor, or the machine slept. What came
 * meanwhile waited in the socket, so that its arrival says nothing about when it happened, and that nothing else has
 * happened is not known. Gaps across time that was not live never count (field guide §9).
 */
import { KubeFailure } from './failure.ts';
import type { Timers } from './timers.ts';

const TURN_MS = 500;
/** Ordinary work and collected garbage take less; the API server's stamps tell times to a second. */
const LATE_MS = 2000;

export type Standstill = {
  /** From now on arrivals and answers tell when something happened; again, where work of one's own took long. */
  begin(): void;
  /** To be asked before anything that came is believed: it may come before the turn that is late. */
  failureAt(at: number): KubeFailure | null;
  end(): void;
};

/** `onFound`: a turn came late, with what is to be said of it. */
export function createStandstill(options: {
  clock: { now(): number };
  timers: Timers;
  onFound: (failure: KubeFailure) => void;
}): Standstill {
  const { clock, timers, onFound } = options;
  let lastTurn: number | null = null;
  let cancel = (): void => undefined;

  function failureAt(at: number): KubeFailure | null {
    const stoodMs = lastTurn === null ? 0 : at - lastTurn;
    return stoodMs < TURN_MS + LATE_MS ? null : stoodStill(stoodMs);
  }
  function begin(): void {
    cancel();
    lastTurn = clock.now();
    cancel = timers.after(TURN_MS, turn);
  }
  function turn(): void {
    const failure = failureAt(clock.now());
    begin();
    if (failure !== null) onFound(failure);
  }

  return { begin, failureAt, end: () => cancel() };
}

function stoodStill(ms: number): KubeFailure {
  const message = `Tenure itself stood still for ${(ms / 1000).toFixed(1)} s`;
  const hint =
    'Its process was stopped or got no processor (a limit of CPU, a node under load), the machine slept, or its clock was set forward. What came meanwhile is read once more, timed by the API server.';
  return new KubeFailure('network', 'standstill', message, hint);
}
