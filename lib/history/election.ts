/**
 * Which of several replicas tells people and removes what is old. The store gives a lock to one session at a time; here
 * is decided from when to when whoever holds it may act, so that no two ever do. Knows no clock and no store but those
 * that it is given.
 */
import type { HistoryTimers } from './history-options.ts';

const ASK_EVERY_MS = 1000;
/** What was proved so long ago proves nothing: the process may have been paused since. */
export const PROOF_MS = 2500;
/** Whoever gets the lock waits for the last proof of whoever had it to be over, and for what that one still wrote. */
export const GRACE_MS = PROOF_MS;

/** The one that may act. */
export type Sender = {
  /** Names the time without a gap in which this replica is the one; null while it is not. */
  term(): string | null;
  /** Asks the store anew, before each act: whether this replica is, and was all along, the one. Never rejects. */
  prove(): Promise<boolean>;
};

export type ElectionOptions = {
  /** The session that holds the lock, anew each time it was lost; null when another holds it. */
  ask: () => Promise<string | null>;
  timers: HistoryTimers;
  now: () => number;
  /** Told when it becomes the one and when it is that no more; `why` where the store could not be asked. */
  changed: (isSender: boolean, why: unknown) => void;
};

/** Where nobody else can be. */
export const ALWAYS: Sender = { term: () => '', prove: async () => true };

export function createElection({ ask, timers, now, changed }: ElectionOptions) {
  let held: { term: string; since: number; provenAt: number } | null = null;
  let told = false;
  let stopped = false;
  let stopTimer = (): void => undefined;

  function term(): string | null {
    if (held === null || now() - held.provenAt > PROOF_MS) return null;
    return held.provenAt - held.since >= GRACE_MS ? held.term : null;
  }

  function tell(why: unknown): void {
    const isSender = term() !== null;
    if (isSender === told) return;
    told = isSender;
    changed(isSender, why);
  }

  function answered(session: string | null, askedAt: number): void {
    const at = now();
    if (session === null || stopped || at - askedAt > PROOF_MS) held = null;
    // Another session: meanwhile somebody else may have been the one.
    else if (held?.term !== session) held = { term: session, since: at, provenAt: askedAt };
    else held.provenAt = Math.max(held.provenAt, askedAt);
  }

  async function poll(): Promise<void> {
    const askedAt = now();
    try {
      answered(await ask(), askedAt);
      tell(null);
    } catch (error) {
      held = null;
      tell(error);
    }
  }

  async function round(): Promise<void> {
    await poll();
    if (!stopped) stopTimer = timers.after(ASK_EVERY_MS, () => void round());
  }

  return {
    start: (): void => void round(),
    term,
    async prove(): Promise<boolean> {
      const before = term();
      if (before === null) return false;
      await poll();
      return before === term();
    },
    stop(): void {
      stopped = true;
      held = null;
      stopTimer();
    },
  };
}
