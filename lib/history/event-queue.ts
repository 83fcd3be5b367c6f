/** First in, first out; what is at its head may be read now and removed later, or be given up meanwhile. */
export type EventQueue<T> = {
  size(): number;
  push(item: T): void;
  /** The mark behind the newest. */
  end(): number;
  /** At most `most` of those between two marks, oldest first, and the mark behind the last of them. */
  peek(from: number, until: number, most: number): { items: T[]; mark: number };
  /** Removes what is before the mark and still there. */
  removeUntil(mark: number): void;
  shift(): T | undefined;
};

const COMPACT_AT = 1024;

export function createEventQueue<T>(): EventQueue<T> {
  let items: T[] = [];
  let head = 0;
  /** How many were ever removed from the array itself: the mark of `items[0]`. */
  let base = 0;
  const compact = (): void => {
    if (head < COMPACT_AT || head * 2 < items.length) return;
    items = items.slice(head);
    base += head;
    head = 0;
  };
  return {
    size: () => items.length - head,
    push: (item) => void items.push(item),
    end: () => base + items.length,
    peek(from, until, most) {
      const start = Math.max(head, from - base);
      const end = Math.max(start, Math.min(items.length, until - base, start + most));
      return { items: items.slice(start, end), mark: base + end };
    },
    removeUntil(mark) {
      head = Math.max(head, Math.min(items.length, mark - base));
      compact();
    },
    shift() {
      const item = items[head];
      if (head < items.length) head += 1;
      compact();
      return item;
    },
  };
}
