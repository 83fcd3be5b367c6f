/** So many questions of one kind at a time; the others wait in line, and a line that is too long is refused. */
import { ApiError } from './api-error.ts';

export type Lanes = <T>(work: () => Promise<T>) => Promise<T>;

export function createLanes(most: number, longestLine: number): Lanes {
  const line: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy >= most) {
      if (line.length >= longestLine)
        throw new ApiError('overloaded', 'Too many ask at once who they are; try again in a moment.', {
          headers: { 'Retry-After': '5' },
        });
      await new Promise<void>((resolve) => line.push(resolve));
    } else busy += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes this place over.
      const next = line.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}
