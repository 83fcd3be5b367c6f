/**
 * So many questions of one kind at a time; the others wait, and of those who wait each gets a turn: whoever has many
 * questions makes nobody else wait for all of them. Too many that wait are refused.
 */
import { ApiError } from '../api/api-error.ts';

/** `whose`: who has a turn with it. */
export type Lanes = <T>(whose: string, work: () => Promise<T>) => Promise<T>;
/** `most` at a time; so many may wait, of one and of all. */
export type LaneBounds = { most: number; waitingOfOne: number; waiting: number };

export function createLanes({ most, waitingOfOne, waiting: mostWaiting }: LaneBounds): Lanes {
  /** Of each their questions; whoever is first has the next turn, and is the last then. */
  const lines = new Map<string, (() => void)[]>();
  let waiting = 0;
  let busy = 0;

  function wait(whose: string): Promise<void> {
    const line = lines.get(whose) ?? [];
    if (waiting >= mostWaiting || line.length >= waitingOfOne)
      throw new ApiError('overloaded', 'Too many ask at once who they are; try again in a moment.', {
        headers: { 'Retry-After': '5' },
      });
    lines.set(whose, line);
    waiting += 1;
    return new Promise((resolve) => line.push(resolve));
  }

  function next(): (() => void) | null {
    const [first] = lines;
    if (first === undefined) return null;
    const [whose, line] = first;
    const begin = line.shift();
    lines.delete(whose);
    if (line.length > 0) lines.set(whose, line);
    waiting -= 1;
    return begin ?? null;
  }

  return async (whose, work) => {
    if (busy >= most) await wait(whose);
    else busy += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes this place over.
      const begin = next();
      if (begin === null) busy -= 1;
      else begin();
    }
  };
}
