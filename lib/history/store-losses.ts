/** What this run has written, and what of it is gone from the store that is open now. Epoch ms. */
import type { WatchedStretch } from './history.ts';
import type { LostStretch, WatchedUntil } from './store-calls.ts';
import { whole } from './stored.ts';
import type { WriteBuffer } from './write-buffer.ts';
import { withoutLost } from './write-watched.ts';

export type StoreLosses = {
  /** What is at the store's place has to be compared with what was written. */
  suspect(): void;
  /** `watched` and `lost` as they were written. */
  written(begun: number, watched: readonly WatchedStretch[], lost: readonly LostStretch[]): void;
  /** Before this nothing would be there if the store were empty; null while it has not been open. */
  lostBefore(): number | null;
  /** Before this nothing is there, as the store was emptied then; null when it never was. */
  lostUntil(): number | null;
  opened(now: number, found: { created: boolean; watched: WatchedUntil[]; keptFrom: number | null }): void;
  /** The store knows nothing of this run. */
  emptied(): void;
  onEmptied(tell: () => void): void;
};

export function createStoreLosses(buffer: Pick<WriteBuffer, 'writtenLost'>): StoreLosses {
  const tellers: (() => void)[] = [];
  /** The last that was written of each scope. */
  const stretches = new Map<string | null, WatchedStretch>();
  /** What the store cut out of that. */
  let cutOut: readonly LostStretch[] = [];
  let firstOpenedAt: number | null = null;
  /** When the last write that succeeded had begun; null before the first of this store. */
  let writtenAt: number | null = null;
  let until: number | null = null;
  let isSuspect = false;

  /**
   * The store knows of this run's watch until then only; null: nothing of it. `created`: nor of what was before; else
   * it may be a backup from before this run.
   */
  function lostSince(watchedUntil: number | null, created: boolean): void {
    stretches.clear();
    if (writtenAt !== null) {
      buffer.writtenLost({ from: watchedUntil ?? 0, to: writtenAt }, created);
      until = writtenAt;
      writtenAt = null;
    }
    if (watchedUntil === null) for (const tell of tellers) tell();
  }

  /**
   * Until when the store knows all that it said it had written; null when it does. A backup that was put back, or a
   * server that took over from another, may be older than that.
   */
  function olderSince(watched: readonly WatchedUntil[], keptFrom: number | null): number | null {
    const known = new Map(watched.map(({ scope, at }) => [scope, at]));
    const missing: number[] = [];
    for (const [scope, stretch] of stretches) {
      const to = whole(withoutLost(stretch, cutOut).at(-1)?.to ?? null);
      // What is too old to be kept may have been removed.
      if (to === null || (keptFrom !== null && to <= keptFrom)) continue;
      const at = known.get(scope);
      if (at === undefined || at < to) missing.push(at ?? stretch.from);
    }
    return missing.length === 0 ? null : Math.min(...missing);
  }

  return {
    suspect() {
      isSuspect = true;
    },
    written(begun, watched, lost) {
      writtenAt = begun;
      cutOut = lost;
      for (const stretch of watched) {
        if (stretch.to >= (stretches.get(stretch.scope)?.to ?? stretch.to))
          stretches.set(stretch.scope, stretch);
      }
    },
    lostBefore: () => writtenAt ?? until ?? firstOpenedAt,
    lostUntil: () => until,
    opened(now, { created, watched, keptFrom }) {
      const ends = watched.map(({ at }) => at);
      const knownUntil = created || ends.length === 0 ? null : Math.min(...ends);
      const older = olderSince(watched, keptFrom);
      if (firstOpenedAt !== null && (created || isSuspect)) lostSince(knownUntil, created);
      else if (older !== null) lostSince(knownUntil === null ? null : older, created);
      firstOpenedAt ??= now;
      isSuspect = false;
    },
    emptied: () => lostSince(null, true),
    onEmptied(tell) {
      tellers.push(tell);
    },
  };
}
