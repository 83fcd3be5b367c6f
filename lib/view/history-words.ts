/** What to say calmly of a history that is not there; the board lives on without. Null when all is well. */

import { countOf } from './format.ts';
import type { HistoryStatus } from './status.ts';

export function historyWords(history: HistoryStatus | null): string | null {
  switch (history?.state) {
    case 'failing': {
      const why =
        history.error === null ? '' : ` ${sentence(history.error.message)} ${sentence(history.error.hint)}`;
      const waiting =
        history.waiting > 0
          ? ` ${countOf(history.waiting, 'event')} wait${history.waiting === 1 ? 's' : ''} to be written.`
          : '';
      const lost =
        history.lost > 0
          ? ` ${countOf(history.lost, 'event')} had to be given up; that time is marked as not watched.`
          : '';
      return `History is not being kept now, and is tried again.${why}${waiting}${lost} Until then what this Tenure itself remembers is shown.`;
    }
    case 'off':
      return 'History is off: what is shown is what this Tenure itself remembers. Set TENURE_DATABASE_URL to keep it.';
    case 'opening':
      return 'History is being opened; until then what this Tenure itself remembers is shown.';
    default:
      return null;
  }
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/^[a-z](?![A-Z_])/, (first) => first.toUpperCase());
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
