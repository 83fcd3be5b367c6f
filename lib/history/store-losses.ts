/** What this run has written, and what of it is gone from the store that is open now. Epoch ms. */
import type { WriteBuffer } from './write-buffer.ts';

export type StoreLosses = {
  /** What is at the store's place has to be compared with what was written. */
  suspect(): void;
  written(begun: number): void;
  /** Before this nothing would be there if the store were empty; null while it has not been open. */
  lostBefore(): number | null;
  /** Before this nothing is there, as the store was emptied then; null when it never was. */
  lostUntil(): number | null;
  opened(now: number, found: { created: boolean; watchedUntil: number | null }): void;
  /** The store knows nothing of this run. */
  emptied(): void;
  onEmptied(tell: () => void): void;
};

export function createStoreLosses(buffer: Pick<WriteBuffer, 'writtenLost'>): StoreLosses {
  const tellers: (() => void)[] = [];
  let firstOpenedAt: number | null = null;
  /** When the last write that succeeded had begun; null before the first of this store. */
  let writtenAt: number | null = null;
  let until: number | null = null;
  let isSuspect = false;

  /** The store knows of this run's watch until then only; null: nothing of it. */
  function lostSince(watchedUntil: number | null): void {
    if (writtenAt !== null) {
      buffer.writtenLost({ from: watchedUntil ?? 0, to: writtenAt });
      until = writtenAt;
      writtenAt = null;
    }
    if (watchedUntil === null) for (const tell of tellers) tell();
  }

  return {
    suspect() {
      isSuspect = true;
    },
    written(begun) {
      writtenAt = begun;
    },
    lostBefore: () => writtenAt ?? until ?? firstOpenedAt,
    lostUntil: () => until,
    opened(now, { created, watchedUntil }) {
      if (firstOpenedAt !== null && (created || isSuspect)) lostSince(created ? null : watchedUntil);
      firstOpenedAt ??= now;
      isSuspect = false;
    },
    emptied: () => lostSince(null),
    onEmptied(tell) {
      tellers.push(tell);
    },
  };
}
