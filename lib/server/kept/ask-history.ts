/** What the routes ask of the history; what is wrong with it becomes an answer. */
import type { HistoryError, Watching } from '../../history/history.ts';
import { ApiError } from '../api/api-error.ts';
import type { SeenReads } from '../seen/seen-history.ts';
import type { Seen } from '../seen/seen-runtime.ts';

/** All that was recorded so far is in the answer. Throws `not_ready`, saying why, while nothing can be read. */
export async function askHistory<T>(
  { history }: Pick<Seen, 'history'>,
  ask: (reads: SeenReads) => Promise<T>,
): Promise<T> {
  const { state, error } = history.status();
  if (state === 'off') throw new ApiError('not_ready', 'No history is kept: TENURE_DATABASE_URL is none.');
  if (state === 'opening') throw new ApiError('not_ready', 'The history is being opened.');
  try {
    if (state === 'ready') await history.flush();
    return await ask(history.reads);
  } catch (failure) {
    if (!isHistoryError(failure)) throw failure;
    throw new ApiError('not_ready', `The history cannot be read: ${(error ?? failure).message}`);
  }
}

/**
 * The same, of what has to be whole: throws `not_ready` also while the store can be read and not written, for then what
 * happened last waits here. Another cluster has written what it is asked for.
 */
export function askWhole<T>(
  { history, isKept }: Pick<Seen, 'history' | 'isKept'>,
  ask: (reads: SeenReads) => Promise<T>,
): Promise<T> {
  return askHistory({ history }, (reads) => {
    const { state, error } = history.status();
    if (!isKept && state === 'failing')
      throw new ApiError(
        'not_ready',
        `What happened last is not in the history${error === null ? '.' : `: ${error.message}`}`,
      );
    return ask(reads);
  });
}

/**
 * What is watched right now, to be asked once all that can be written is: of what waits nothing is known where it is
 * read, so that it counts as not watched until then.
 */
export function watchedNow({ history, watching }: Pick<Seen, 'history' | 'watching'>): Watching {
  return history.status().state === 'ready' ? watching() : [];
}

/** By its name: routes and the runtime are built apart, each with a class of its own. */
export function isHistoryError(failure: unknown): failure is HistoryError {
  return failure instanceof Error && failure.name === 'HistoryError';
}
