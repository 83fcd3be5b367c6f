/**
 * Tells receivers what is due to them, each second, beside judging and never in its way. Nothing is told before it is
 * known what was told by the run before, for then people would be told of everything again.
 */
import type { Alert } from '../../alert/alert.ts';
import type { Delivery } from '../../alert/delivery.ts';
import type { ReceiverFacts } from '../../detect/cluster-sight.ts';
import { ALWAYS, type Sender } from '../../history/election.ts';
import type { NotifyStatus } from '../../view/status.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import { createReceivers, type ReceiverOptions, type ToldReceiver } from './notify-receivers.ts';

const TICK_MS = 1000;
/** A store that is not open by then is not waited for. */
const RESTORED_WITHIN_MS = 10_000;

export type NotifyingOptions = Omit<ReceiverOptions, 'told' | 'maySend' | 'timers' | 'log'> & {
  /** All that there are, and a number that changes with them. */
  alerts: () => readonly Alert[];
  changes: () => number;
  /** Keeps what was told. Never throws. */
  record: (deliveries: Delivery[]) => void;
  /** Of several replicas one tells. */
  sender: Sender;
  /** Reads what the replica that told before was able to tell, once this one is to. */
  takeUp: () => Promise<Delivery[]>;
  timers: Pick<Timers, 'every' | 'after'>;
  log: Pick<Log, 'info' | 'warn'>;
};
export type Notifying = ReturnType<typeof createNotifying>;

export function createNotifying(options: NotifyingOptions) {
  const { timers, record, alerts, changes, sender, log } = options;
  const receivers: ToldReceiver[] = createReceivers({ ...options, told: record, maySend: sender.prove });
  /** The term in which it is known what was told before it. */
  let ready: string | null = sender === ALWAYS ? sender.term() : null;
  let takingUp = false;
  let isRestored = false;
  let stopWaiting = (): void => undefined;
  let stopTicking: (() => void) | null = null;
  let stopped = false;

  function begin(): void {
    stopWaiting();
    if (stopTicking !== null || stopped || receivers.length === 0) return;
    record(receivers.map((one) => one.beginning()));
    stopTicking = timers.every(TICK_MS, () => {
      const term = sender.term();
      if (term !== null && term === ready) for (const one of receivers) one.look(alerts, changes());
      else for (const one of receivers) one.rest();
      if (term !== null && term !== ready && isRestored && !takingUp) void takeUp(term);
    });
  }

  async function takeUp(term: string): Promise<void> {
    takingUp = true;
    try {
      const deliveries = await options.takeUp();
      for (const one of receivers) one.restore(deliveries);
      ready = term;
    } catch (error) {
      log.warn({ err: error }, 'what another replica told could not be read; it is asked for again');
    } finally {
      takingUp = false;
    }
  }

  return {
    /** A cluster was found, and with it what was kept of it is about to be read. */
    expectRestore(): void {
      stopWaiting();
      stopWaiting = timers.after(RESTORED_WITHIN_MS, begin);
    },
    /** What was told by runs before; alerts have been restored by now. Null: nothing is known, nor will be. */
    restored(deliveries: readonly Delivery[] | null): void {
      for (const one of receivers) one.restore(deliveries ?? []);
      isRestored = true;
      begin();
    },
    status: (): NotifyStatus[] => receivers.map((one) => one.status()),
    facts: (): ReceiverFacts[] => receivers.map((one) => ({ ...one.status(), key: one.failingKey })),
    /** Requests since the start. */
    counts: () => receivers.map((one) => ({ ...one.status(), ...one.sent() })),
    /** What is under way may end, within so long: what is taken has to be kept. Nothing new is begun. */
    async stop(withinMs: number): Promise<void> {
      stopped = true;
      stopWaiting();
      stopTicking?.();
      const late = new Promise<void>((resolve) => timers.after(withinMs, resolve));
      await Promise.race([Promise.all(receivers.map((one) => one.settled())), late]);
      await Promise.all(receivers.map((one) => one.close()));
    },
  };
}
