/** Writes what waits in parts. What the store refuses is narrowed down, so that it keeps nothing else from being written. */
import { historyError, REFUSED } from './failure.ts';
import type { Batch } from './history.ts';
import type { StoreLink } from './store-calls.ts';
import type { StoreLosses } from './store-losses.ts';
import type { WriteBuffer } from './write-buffer.ts';

/**
 * Handing a part to its thread copies it: a millisecond for so many, tens where a collector comes in between. Each waits
 * for the word that the one before is written, which a busy caller hears late: in parts of 50 a thousand handovers a
 * second fell behind.
 */
const ROWS_A_PART = 250;
/** A part that is refused is tried again in so many times smaller ones, until only what is refused is left. */
const FEWER = 8;

export type PartWriterOptions = {
  buffer: WriteBuffer;
  losses: StoreLosses;
  store: () => StoreLink;
  clock: { now(): number };
  /** Waits for the store, and tells when it takes long. */
  patiently: <T>(asked: Promise<T>) => Promise<T>;
  written: (batch: Batch) => void;
};

export function createPartWriter({ buffer, losses, store, clock, patiently, written }: PartWriterOptions) {
  let rows = ROWS_A_PART;
  let longestHandMs = 0;

  /** Makes the next part and hands it over: all that a write takes of the caller's time. */
  function hand(parts: ReturnType<typeof buffer.parts>) {
    const begun = clock.now();
    const { value: part } = parts.next();
    if (!part) return null;
    const lost = buffer.lostStretches();
    const asked = store().call('write', part.batch, lost, begun);
    longestHandMs = Math.max(longestHandMs, clock.now() - begun);
    return { ...part, begun, lost, asked };
  }

  return {
    /** All that waits. Rejects with what the store says; what was written before that stays written. */
    async writeAll(): Promise<void> {
      const parts = buffer.parts(rows);
      for (let handed = hand(parts); handed !== null; handed = hand(parts)) {
        try {
          await patiently(handed.asked);
        } catch (thrown) {
          // The database lives and does not want this: it must not keep everything behind it from being written.
          if (historyError(thrown, null).code !== REFUSED) throw thrown;
          if (rows === 1) handed.refused();
          rows = Math.max(1, Math.floor(rows / FEWER));
          throw thrown;
        }
        handed.written();
        losses.written(handed.begun, handed.batch.watched, handed.lost);
        written(handed.batch);
      }
      rows = ROWS_A_PART;
    },
    /** The longest that handing over held up the caller since this was asked last, ms. */
    longestHandMs(): number {
      const longest = longestHandMs;
      longestHandMs = 0;
      return longest;
    },
  };
}
