/** Asks Tenure's API. An answer that is not 2xx is an `ApiError` with the server's own code and words. */
import { liveStore } from './live-store.ts';

export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** The field or parameter that was refused; null where none was. */
  readonly parameter: string | null;
  constructor(status: number, code: string, message: string, parameter: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.parameter = parameter;
  }
}

type ErrorBody = { error?: { code?: unknown; message?: unknown; parameter?: unknown } };

/** Why something failed, to stand in a sentence: without its full stop. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\.$/, '');
}

/** The same of what a hook was answered; null where nothing failed. */
export function problemOf(error: unknown): string | null {
  return error === undefined ? null : reasonOf(error);
}

/** Longer than any answer takes: what hangs in something between would else be waited for, and never asked again. */
const TIMEOUT_MS = 60_000;

/** The browser's own words for these differ and say nothing. */
function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    throw new ApiError(0, 'timeout', `Tenure has not answered in ${TIMEOUT_MS / 1000} s`);
  if (error instanceof TypeError) throw new ApiError(0, 'unreachable', 'Tenure cannot be reached');
  throw error;
}

/** The caller names the type: both ends of the wire are this project's. */
export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await fetch(url, { headers: { accept: 'application/json' }, signal, ...init }).catch(
    unreachable,
  );
  if (answer.ok) return (await answer.json().catch(unreachable)) as T;
  // Whichever call learns it first: nobody is signed in any more, and the page says so.
  if (answer.status === 401) liveStore.setLink({ type: 'signed-out', problem: null });
  const text = await answer.text();
  throw new ApiError(answer.status, ...errorOf(text, answer.status));
}

function errorOf(text: string, status: number): [code: string, message: string, parameter: string | null] {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    if (typeof error?.code === 'string' && typeof error.message === 'string')
      return [error.code, error.message, typeof error.parameter === 'string' ? error.parameter : null];
  } catch (error) {
    // A proxy in between answers with HTML: then the status is all there is.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return ['http', `Tenure answered HTTP ${status}`, null];
}

/** One page of a list. */
export type Page<T> = { asOf: number; items: T[]; nextCursor: string | null };

/**
 * All pages, at most `most` items; `url` makes the address from a cursor (null for the first page), `hear` is given what
 * else stands in a page.
 */
export async function fetchAll<T, More = unknown>(
  url: (cursor: string | null) => string,
  most: number,
  hear?: (page: Page<T> & More) => void,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> & More = await fetchJson<Page<T> & More>(url(cursor));
    hear?.(page);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < most);
  return items;
}
