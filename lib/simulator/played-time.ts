/** Time that passes only when told to, as fast as what happens in it can be worked out. */
import type { Timer, Timers } from './time.ts';

export type PlayedTime = Timers & {
  /** Runs everything due in the next `ms`, in order. */
  pass(ms: number): void;
  /** When something is due next, epoch ms; null when nothing is. */
  nextAt(): number | null;
};

type Entry = { at: number; order: number; run: () => void; dead: boolean };

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: a cluster of 46 Leases keeps some hundred timers going. */
export function createPlayedTime(start: number): PlayedTime {
  const heap: Entry[] = [];
  let now = start;
  let order = 0;

  function swap(i: number, j: number): void {
    const [a, b] = [heap[i], heap[j]];
    if (a === undefined || b === undefined) return;
    heap[i] = b;
    heap[j] = a;
  }
  function less(i: number, j: number): boolean {
    const [a, b] = [heap[i], heap[j]];
    return a !== undefined && b !== undefined && before(a, b);
  }
  function push(entry: Entry): void {
    heap.push(entry);
    let i = heap.length - 1;
    while (i > 0 && less(i, (i - 1) >> 1)) {
      swap(i, (i - 1) >> 1);
      i = (i - 1) >> 1;
    }
  }
  function pop(): void {
    swap(0, heap.length - 1);
    heap.pop();
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const child = less(left + 1, left) ? left + 1 : left;
      if (!less(child, i)) return;
      swap(child, i);
      i = child;
    }
  }
  return {
    now: () => now,
    after(ms, run): Timer {
      const entry: Entry = { at: now + Math.max(0, ms), order: order++, run, dead: false };
      push(entry);
      return {
        cancel() {
          entry.dead = true;
        },
      };
    },
    nextAt() {
      while (heap[0]?.dead === true) pop();
      return heap[0]?.at ?? null;
    },
    pass(ms) {
      const until = now + ms;
      for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
        pop();
        if (next.dead) continue;
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
}
