/** Work that waits in line: so many at once, so many waiting, and some of it urgent. */
export type Line = {
  /** Null, and never run, when too many wait already; what is urgent is always taken. */
  run<T>(key: string, urgent: boolean, work: () => Promise<T>): Promise<T> | null;
  /** Puts what waits under this key first. */
  hurry(key: string): void;
};

export function createLine(atOnce: number, mostWaiting: number): Line {
  let running = 0;
  let waiting: { key: string; begin: () => void }[] = [];

  function next(): void {
    while (running < atOnce) {
      const first = waiting.shift();
      if (first === undefined) return;
      running += 1;
      first.begin();
    }
  }

  return {
    run<T>(key: string, urgent: boolean, work: () => Promise<T>) {
      if (!urgent && waiting.length >= mostWaiting) return null;
      return new Promise<T>((resolve, reject) => {
        const begin = (): void => {
          work()
            .then(resolve, reject)
            .finally(() => {
              running -= 1;
              next();
            });
        };
        if (urgent) waiting.unshift({ key, begin });
        else waiting.push({ key, begin });
        next();
      });
    },
    hurry(key) {
      waiting = [...waiting.filter((one) => one.key === key), ...waiting.filter((one) => one.key !== key)];
    },
  };
}
