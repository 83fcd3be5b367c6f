/**
 * What all streams keep in memory together: messages that wait for viewers, windows and snapshots. A message that many
 * share is there once and counts once. Beyond the budget whoever holds most has to come back.
 */

/**
 * Of what is left for all that is no heap (`BESIDE` in heap.ts). A snapshot of 5,000 elections has 3 MB, so that some twenty
 * different ones may wait at a time; what a thousand viewers of the same are sent takes little more than once.
 */
export const STREAM_BYTES = 64 * 1024 * 1024;
/** So much is left when some had to go: else they would be looked through again for the next message. */
const LEFT = 3 / 4;
/** Of a message in a queue, however small. */
const PLACE_BYTES = 16;

/** `waiting`: what this viewer has not taken yet; `drop` gives all of it up, with the stream. */
export type Holder = { waiting(): readonly Uint8Array[]; drop(): void };
export type StreamMemory = ReturnType<typeof createStreamMemory>;

/** `shed` gives up what only saves work. */
export function createStreamMemory(shed: () => void, most = STREAM_BYTES) {
  const places = new Map<Uint8Array, number>();
  const holders = new Set<Holder>();
  let held = 0;

  /** What would be free without it, and of what others wait for too a share. */
  function ownBytes(holder: Holder): number {
    let sum = 0;
    for (const bytes of holder.waiting()) sum += PLACE_BYTES + bytes.byteLength / (places.get(bytes) ?? 1);
    return sum;
  }

  return {
    /** In one more place: a queue, a window or a snapshot. */
    hold(bytes: Uint8Array): void {
      const before = places.get(bytes) ?? 0;
      places.set(bytes, before + 1);
      held += PLACE_BYTES + (before === 0 ? bytes.byteLength : 0);
    },
    release(bytes: Uint8Array): void {
      const left = (places.get(bytes) ?? 0) - 1;
      if (left < 0) return;
      if (left === 0) places.delete(bytes);
      else places.set(bytes, left);
      held -= PLACE_BYTES + (left === 0 ? bytes.byteLength : 0);
    },
    enter: (holder: Holder): void => void holders.add(holder),
    leave: (holder: Holder): void => void holders.delete(holder),
    /** To be called when something was held: those that hold most go until it fits. */
    fit(): void {
      if (held <= most) return;
      shed();
      if (held <= most) return;
      const waiting = [...holders].map((holder) => ({ holder, bytes: ownBytes(holder) }));
      waiting.sort((a, b) => b.bytes - a.bytes);
      for (const { holder, bytes } of waiting) {
        if (held <= most * LEFT || bytes === 0) return;
        holder.drop();
      }
    },
    /** Also where nobody could make room: no other viewer fits in. */
    isFull: () => held > most,
    held: () => held,
    most,
  };
}
