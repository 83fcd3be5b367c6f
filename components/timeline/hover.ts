/** Where the cursor is: kept outside of React, so that a moving pointer draws nothing but what follows it. */
export type Point = {
  /** Of the lane: `namespace/name`. */
  key: string;
  at: number;
  by: 'pointer' | 'keys';
};

export type Hover = {
  /** What the card speaks of; null without a card. */
  point(): Point | null;
  set(point: Point | null): void;
  /** The same after the pointer has rested, or after it may have reached the card; cancels what was planned. */
  setSoon(point: Point | null): void;
  /** The pointer is on the card: it stays. */
  stay(): void;
  subscribe(listener: () => void): () => void;
};

/** A pointer that rests this long means what it points at. */
const RESTS_MS = 90;
/** Time to go from a mark to its card. */
const LEAVES_MS = 220;

export function createHover(): Hover {
  const listeners = new Set<() => void>();
  let shown: Point | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  function stay(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }
  function set(point: Point | null): void {
    stay();
    if (shown?.key === point?.key && shown?.at === point?.at && shown?.by === point?.by) return;
    shown = point;
    for (const listener of listeners) listener();
  }
  return {
    point: () => shown,
    set,
    setSoon(point) {
      stay();
      timer = setTimeout(() => set(point), point === null ? LEAVES_MS : RESTS_MS);
    },
    stay,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
