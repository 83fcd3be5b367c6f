import { asSentence } from './history-words.ts';
import type { HistoryStatus } from './status.ts';

/** Why it is not told what a range amounts to; null where it is. What was told before is not told of a store that fails. */
export function untoldInsight(
  history: HistoryStatus | null,
  missing: boolean,
  problem: string | null,
): string | null {
  switch (history?.state) {
    case 'off':
      return 'Not told: no history is kept to tell it by. Set TENURE_DATABASE_URL to keep one.';
    case 'failing':
      return 'Not told now: the history is failing. It is tried again, and this appears by itself.';
    case 'opening':
      return missing ? 'The history is being opened; this appears by itself.' : null;
    default:
      if (!missing) return null;
      return problem === null ? 'Reading…' : `Not told. ${asSentence(problem)}`;
  }
}
