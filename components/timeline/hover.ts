/** Where the cursor is: kept outside of React, so that a moving pointer draws nothing but what follows it. */
export type Point = {
  /** Of the lane: `namespace/name`. */
  key: string;
  /** What is meant there: a pointer that moves along one mark still means the same. */
  mark: string;
  at: number;
  by: 'pointer' | 'keys';
};

export type Hover = {
  /** What the card speaks of; null without a card. */
  point(): Point | null;
  set(point: Point | null): void;
  /** The same once the pointer has rested; meaning the same again does not make it wait longer. */
  setSoon(point: Point | null): void;
  subscribe(listener: () => void): () => void;
};

/** A pointer that rests this long means what it points at; from leaving a mark to another card it is no longer. */
export const RESTS_MS = 90;

export function createHover(): Hover {
  const listeners = new Set<() => void>();
  let shown: Point | null = null;
  let planned: { point: Point | null; timer: ReturnType<typeof setTimeout> } | null = null;
  function forget(): void {
    if (planned !== null) clearTimeout(planned.timer);
    planned = null;
  }
  function set(point: Point | null): void {
    forget();
    if (shown?.at === point?.at && means(shown, point)) return;
    shown = point;
    for (const listener of listeners) listener();
  }
  return {
    point: () => shown,
    set,
    setSoon(point) {
      if (planned !== null && means(planned.point, point)) return;
      forget();
      if (means(shown, point)) return;
      planned = { point, timer: setTimeout(() => set(point), RESTS_MS) };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function means(a: Point | null, b: Point | null): boolean {
  return a?.key === b?.key && a?.mark === b?.mark && a?.by === b?.by;
}
