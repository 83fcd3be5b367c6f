/** What to say calmly of a history that is not there; the board lives on without. Null when all is well. */

import { lengthMs, type Stretch } from '../lease/stretches.ts';
import { countOf, formatDurationInWords } from './format.ts';
import type { HistoryStatus } from './status.ts';

/** A history that fails, for a notice of its own: what is wrong, and why. Null while it is not failing. */
export function failingHistory(history: HistoryStatus | null): { title: string; words: string } | null {
  const words = history?.state === 'failing' ? historyWords(history) : null;
  if (words === null) return null;
  return { title: FAILING, words: words.slice(FAILING.length).trim() };
}

/** Of all that was given up: where a holder ran, an alert, a silence or a message that is not kept marks no time. */
export const LOST_TIME = 'time of which holders or renewals are missing is shown as not watched';

/** Whether it cannot be written, read or reached the error says: a full disk is read all the same. */
const FAILING = 'History is failing.';

export function historyWords(history: HistoryStatus | null): string | null {
  switch (history?.state) {
    case 'failing': {
      const why =
        history.error === null
          ? ''
          : ` ${asSentence(history.error.message)} ${asSentence(history.error.hint)}`;
      const waiting =
        history.waiting > 0
          ? ` ${countOf(history.waiting, 'event')} wait${history.waiting === 1 ? 's' : ''} to be written.`
          : '';
      const lost =
        history.lost > 0 ? ` ${countOf(history.lost, 'event')} had to be given up; ${LOST_TIME}.` : '';
      return `${FAILING}${why}${waiting}${lost} Tenure keeps trying; where nothing can be read, what it remembers itself is shown.`;
    }
    case 'off':
      return 'History is off: what is shown is what this Tenure itself remembers. Set TENURE_DATABASE_URL to keep it.';
    case 'opening':
      return 'History is being opened; until then what this Tenure itself remembers is shown.';
    default:
      return null;
  }
}

/** What the hatch over a chart's gaps and clocks stands for; null where there is none. */
export function unwrittenWords(unwritten: readonly Stretch[]): string | null {
  if (unwritten.length === 0) return null;
  const length = formatDurationInWords(lengthMs(unwritten));
  return `Hatched over gaps and clock (${length}): renewals that were seen then may be missing from the history.`;
}

export function asSentence(text: string): string {
  const trimmed = text.trim().replace(/^[a-z](?![A-Z_])/, (first) => first.toUpperCase());
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
