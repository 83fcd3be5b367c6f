/** Reads stand in line: the thread that answers them also writes, and must not be buried. */
import { HistoryError } from './history.ts';

/** At once in the thread; the next write waits for no more than these. */
const AT_ONCE = 4;
const MOST_WAITING = 100;

/** Runs `read` when it is its turn; rejects with `history_overloaded` when too many wait. */
export type ReadLine = <T>(read: () => Promise<T>) => Promise<T>;

export function createReadLine(): ReadLine {
  const waiting: (() => void)[] = [];
  let running = 0;

  const free = (): void => {
    running -= 1;
    waiting.shift()?.();
  };

  return async (read) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) throw overloaded();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await read();
    } finally {
      free();
    }
  };
}

function overloaded(): HistoryError {
  return new HistoryError({
    code: 'history_overloaded',
    message: 'Too many questions wait for the history.',
    hint: 'Ask again in a moment, for less at once.',
  });
}
