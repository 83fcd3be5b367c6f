/** The store in the caller's own thread: for scripts and tests, which nothing has to stay live in. */
import type { FeedError } from '../lease/feed.ts';
import { createStore } from './store.ts';
import type { StoreLink } from './store-calls.ts';

export function startInProcess(_died: (why: FeedError) => void): StoreLink {
  const store = createStore(() => undefined);
  return {
    call(method, ...args) {
      // A method and its arguments belong together; TypeScript cannot tell across a table of them.
      const run = store[method] as (...given: unknown[]) => Promise<never>;
      return run(...args);
    },
    end: () => store.close(),
  };
}
