/** The messages kept for viewers that come back: the latest ones, bounded in bytes. */
import type { StreamMemory } from './stream-memory.ts';

/** The most that one keeps. */
export const WINDOW_BYTES = 4 * 1024 * 1024;

export type MessageWindow = {
  add(id: number, bytes: Uint8Array): void;
  /** Everything after `id`, oldest first; null when part of it is no longer kept. */
  since(id: number): Uint8Array[] | null;
  resize(maxBytes: number): void;
  /** Those after `id` are kept whatever their size, until null is said and another one comes. */
  keepAfter(id: number | null): void;
  /** Nothing is kept any more. */
  end(): void;
};

/** `startId`: nothing up to it was ever kept. */
export function createMessageWindow(
  startId: number,
  maxBytes: number,
  memory: Pick<StreamMemory, 'hold' | 'release'>,
): MessageWindow {
  const kept: { id: number; bytes: Uint8Array }[] = [];
  let most = maxBytes;
  let size = 0;
  let droppedThrough = startId;
  let last = startId;
  let neededAfter = Number.POSITIVE_INFINITY;

  function trim(): void {
    for (let [oldest] = kept; oldest !== undefined && size > most; [oldest] = kept) {
      if (oldest.id > neededAfter) return;
      kept.shift();
      size -= oldest.bytes.byteLength;
      droppedThrough = oldest.id;
      memory.release(oldest.bytes);
    }
  }

  return {
    add(id, bytes) {
      kept.push({ id, bytes });
      last = id;
      size += bytes.byteLength;
      memory.hold(bytes);
      trim();
    },
    since(id) {
      if (id < droppedThrough || id > last) return null;
      let from = kept.length;
      while (from > 0 && (kept[from - 1]?.id ?? 0) > id) from -= 1;
      return kept.slice(from).map((message) => message.bytes);
    },
    resize(bytes) {
      most = bytes;
      trim();
    },
    keepAfter(id) {
      neededAfter = id ?? Number.POSITIVE_INFINITY;
    },
    end() {
      most = 0;
      neededAfter = Number.POSITIVE_INFINITY;
      trim();
    },
  };
}
