/** The thread that owns the store: answers requests as they come, started by `start-thread.ts`. */
import { parentPort } from 'node:worker_threads';
import { asFields, historyError } from './failure.ts';
import { createStore } from './store.ts';
import type { StoreReply, StoreRequest } from './store-calls.ts';

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread; start it by start-thread.ts.');

// A connection that breaks while nobody uses it is replaced when somebody does.
const store = createStore(() => undefined);

port.on('message', ({ id, method, args }: StoreRequest) => {
  // A method and its arguments belong together; TypeScript cannot tell across a table of them.
  const run = store[method] as (...given: unknown[]) => Promise<unknown>;
  run(...args).then(
    (value) => port.postMessage({ id, value } satisfies StoreReply),
    (error: unknown) =>
      port.postMessage({ id, error: asFields(historyError(error, null)) } satisfies StoreReply),
  );
});
