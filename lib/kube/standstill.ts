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
  /** At each arrival, before it is believed: it may come before the turn that is late. Throws a KubeFailure. */
  look(at: number): void;
  end(): void;
};

/** `onFound`: a turn came late, with what is to be said of it. */
export function createStandstill(options: {
  clock: { now(): number };
  timers: Timers;
  onFound: (failure: KubeFailure) => void;
}): Standstill {
  const { clock, timers, onFound } = options;
  let lastTurn = clock.now();
  let cancel = timers.after(TURN_MS, turn);

  function failureAt(at: number): KubeFailure | null {
    const stoodMs = at - lastTurn;
    return stoodMs < TURN_MS + LATE_MS ? null : stoodStill(stoodMs);
  }
  function turn(): void {
    const now = clock.now();
    const failure = failureAt(now);
    lastTurn = now;
    cancel = timers.after(TURN_MS, turn);
    if (failure !== null) onFound(failure);
  }

  return {
    look(at) {
      const failure = failureAt(at);
      if (failure !== null) throw failure;
    },
    end: () => cancel(),
  };
}

function stoodStill(ms: number): KubeFailure {
  const message = `Tenure itself stood still for ${(ms / 1000).toFixed(1)} s`;
  const hint =
    'Its process was stopped or got no processor: a limit of CPU, a node under load, a machine that slept. What came meanwhile is read once more, timed by the API server.';
  return new KubeFailure('network', 'standstill', message, hint);
}
