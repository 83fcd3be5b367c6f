/** The store in a thread of its own: neither SQL nor the shaping of answers holds up the caller. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { HistoryError } from './history.ts';
import type { StartStore, StoreReply, StoreRequest } from './store-calls.ts';

/**
 * What is read here is brief and gone at once: with a smaller nursery it would grow old, and be collected for that. The
 * most that lives at once is what a run continues from, some 1.5 kB a Lease that elects: this is room for 100,000.
 */
export const HISTORY_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

type Waiting = { resolve: (value: never) => void; reject: (error: HistoryError) => void };

/** `workerPath`: of `worker.ts` in this folder, wherever what is run lies. */
export function startThread(workerPath: string): StartStore {
  return (died) => {
    const waiting = new Map<number, Waiting>();
    let nextId = 0;
    let ended = false;
    let said: string | null = null;
    // The flag that bounds the caller's heap (`server/heap.ts`) would win over the limit of the thread. The caller keeps
    // what it began with.
    setFlagsFromString('--max-old-space-size=0');
    // Where Node itself strips the types (a development server, tests) each thread does it by WebAssembly, and V8 13.6
    // ends the process now and then ("Check failed: jit_page.has_value()", as in nodejs/node#64500) when two threads
    // compile the way out of the same module. What is called less often than this is not compiled.
    if (workerPath.endsWith('.ts')) setFlagsFromString(`--wasm-wrapper-tiering-budget=${2 ** 30}`);
    const worker = new Worker(workerPath, {
      name: 'history',
      execArgv: [],
      resourceLimits: HISTORY_LIMITS,
    });
    // It keeps the process alive only while something is asked of it.
    worker.unref();
    worker.on('message', ({ id, value, error }: StoreReply) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) worker.unref();
      if (error !== undefined) asked?.reject(new HistoryError(error));
      else asked?.resolve(value as never);
    });
    worker.on('error', (error) => {
      said = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => {
      const why = {
        code: 'history_thread_ended',
        message: `The thread of the history ended${said === null ? ` with ${code}` : `: ${said}`}.`,
        hint: 'It is started again by itself; what happens meanwhile is buffered.',
      };
      const asked = [...waiting.values()];
      waiting.clear();
      if (!ended) {
        ended = true;
        died(why);
      }
      for (const { reject } of asked) reject(new HistoryError(why));
    });
    return {
      call(method, ...args) {
        if (ended) {
          return Promise.reject(
            new HistoryError({
              code: 'history_thread_ended',
              message: 'The thread of the history has ended.',
              hint: 'It is started again by itself; what happens meanwhile is buffered.',
            }),
          );
        }
        return new Promise((resolve, reject) => {
          const id = nextId++;
          waiting.set(id, { resolve, reject });
          worker.ref();
          worker.postMessage({ id, method, args } satisfies StoreRequest);
        });
      },
      async end() {
        ended = true;
        await worker.terminate();
      },
    };
  };
}
