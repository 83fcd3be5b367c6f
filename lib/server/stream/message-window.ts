/** The messages kept for viewers that come back: the latest ones, bounded in bytes. */

export type MessageWindow = {
  add(id: number, bytes: Uint8Array): void;
  /** Everything after `id`, oldest first; null when part of it is no longer kept. */
  since(id: number): Uint8Array[] | null;
};

/** `startId`: nothing up to it was ever kept. */
export function createMessageWindow(startId: number, maxBytes: number): MessageWindow {
  const kept: { id: number; bytes: Uint8Array }[] = [];
  let size = 0;
  let droppedThrough = startId;
  let last = startId;

  return {
    add(id, bytes) {
      kept.push({ id, bytes });
      last = id;
      size += bytes.byteLength;
      while (size > maxBytes) {
        const dropped = kept.shift();
        if (dropped === undefined) break;
        size -= dropped.bytes.byteLength;
        droppedThrough = dropped.id;
      }
    },
    since(id) {
      if (id < droppedThrough || id > last) return null;
      let from = kept.length;
      while (from > 0 && (kept[from - 1]?.id ?? 0) > id) from -= 1;
      return kept.slice(from).map((message) => message.bytes);
    },
  };
}
