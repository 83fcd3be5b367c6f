/** SIGTERM and SIGINT: not ready → streams closed → watches stopped → exit 0. */
import type { Log } from './log.ts';

/** What is left to answer after the streams are closed gets this long, ms. */
const LAST_ANSWERS_MS = 300;
/** Whatever hangs, the process is gone before the five seconds that were promised. */
const AT_THE_LATEST_MS = 4000;

export function stopOnSignals(runtime: { stop(): Promise<void> }, log: Log): void {
  // Under `next dev` Next ends the process itself.
  if (process.env.NEXT_MANUAL_SIG_HANDLE !== 'true') return;
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(0), AT_THE_LATEST_MS);
    runtime.stop().then(
      () => setTimeout(() => process.exit(0), LAST_ANSWERS_MS),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
