/** The election of the replica that tells, where several may share a store; its turns are logged. */
import { ALWAYS, createElection, type Sender } from './election.ts';
import { asFields, historyError } from './failure.ts';
import type { HistoryOptions } from './history-options.ts';
import { placeKind } from './store-url.ts';

export type StoreElection = { sender: Sender; start(): void; stop(): void };

/** `ask`: the session that holds the sender's lock; see `ElectionOptions`. */
export function createStoreElection(
  ask: () => Promise<string | null>,
  { url, timers, clock, log }: Pick<HistoryOptions, 'url' | 'timers' | 'clock' | 'log'>,
): StoreElection {
  // One file is one replica's.
  if (url === null || placeKind(url) !== 'postgresql')
    return { sender: ALWAYS, start: () => undefined, stop: () => undefined };
  const election = createElection({
    ask,
    timers,
    now: () => clock.now(),
    changed(isSender, why) {
      const about = why === null ? {} : asFields(historyError(why, null));
      if (isSender) log.info({}, 'This replica tells of alerts from now on');
      else log.warn({ ...about }, 'This replica does not tell of alerts any more');
    },
  });
  let started = false;
  return {
    sender: election,
    start() {
      if (!started) election.start();
      started = true;
    },
    stop: election.stop,
  };
}
