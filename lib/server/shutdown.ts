/** SIGTERM and SIGINT: not ready → with SIGTERM a while in which all goes on → streams closed → watches stopped → exit 0. */
import type { Log } from './log.ts';

/**
 * Kubernetes sends SIGTERM while it still takes the Pod out of its Service: what comes until then is answered, and a stream
 * that is closed later finds another replica.
 */
const SERVES_ON_MS = 2000;
/** What is left to answer after the streams are closed gets this long, ms. */
const LAST_ANSWERS_MS = 300;
/** Whatever hangs, the process is gone before the five seconds that were promised. */
const AT_THE_LATEST_MS = 4800;

type Stopped = { stop(servesOnMs: number, withinMs: number): Promise<void> };

export function stopOnSignals(runtime: Stopped, log: Log): void {
  // Under `next dev` Next ends the process itself.
  if (process.env.NEXT_MANUAL_SIG_HANDLE !== 'true') return;
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    let isStopped = false;
    setTimeout(() => {
      if (!isStopped) log.warn({}, 'stopping takes too long: ended before all was closed');
      process.exit(0);
    }, AT_THE_LATEST_MS);
    const servesOnMs = signal === 'SIGTERM' ? SERVES_ON_MS : 0;
    runtime.stop(servesOnMs, AT_THE_LATEST_MS - LAST_ANSWERS_MS).then(
      () => {
        isStopped = true;
        setTimeout(() => process.exit(0), LAST_ANSWERS_MS);
      },
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
