/** Work that is done one piece after the other, in the order of asking, whether those before it failed or not. */
export type Series = <T>(work: () => Promise<T>) => Promise<T>;

export function createSeries(): Series {
  let last: Promise<void> = Promise.resolve();
  const over = (): void => undefined;
  return (work) => {
    const next = last.then(work);
    // What it made is not kept for those who come after it.
    last = next.then(over, over);
    return next;
  };
}
