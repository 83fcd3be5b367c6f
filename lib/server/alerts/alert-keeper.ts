/**
 * Keeps alerts and what was told of them, and takes up those of earlier runs. Until those are read nothing is written,
 * as nobody knows yet what of it is new; judging goes on meanwhile, and what it found of the same is joined with them.
 */
import type { Alert } from '../../alert/alert.ts';
import type { Delivery } from '../../alert/delivery.ts';
import type { History } from '../../history/history.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';

const DAY_MS = 86_400_000;
const AGAIN_MS = 5000;
/** As many as are remembered. */
const MOST_OVER = 5000;
/** What is told before the store is open is remembered until then. */
const MOST_EARLY = 10_000;

export type AlertKeeperOptions = {
  history: Pick<History, 'record' | 'onEmptied' | 'reads'>;
  alerts: {
    all(): readonly Alert[];
    /** As `AlertBook.restore`. */
    restore(alerts: readonly Alert[]): ReadonlyMap<string, string>;
    forgottenUntil(): number;
  };
  now: () => number;
  timers: Pick<Timers, 'after'>;
  log: Pick<Log, 'warn'>;
};
export type AlertKeeper = ReturnType<typeof createAlertKeeper>;

type Kept = { open: Alert[]; over: Alert[]; told: Delivery[]; from: number };

export function createAlertKeeper({ history, alerts, now, timers, log }: AlertKeeperOptions) {
  let restored: Kept | null = null;
  /** What was told before that, the last of each. */
  let early = new Map<string, Delivery>();
  let stopAsking = (): void => undefined;
  let stopped = false;

  /** What was only pending never was an alert. */
  const told = (): Alert[] => alerts.all().filter(({ state }) => state !== 'pending');

  history.onEmptied(() => {
    if (restored !== null) history.record({ alerts: told(), deliveries: restored.told });
  });

  /** It is asked until it answers: without it nothing could be written. */
  async function read(): Promise<Kept> {
    for (;;) {
      const at = Math.round(now());
      try {
        const { reads } = history;
        const open = await reads.openAlerts();
        const over = await reads.alerts({ from: at - DAY_MS, to: at }, { limit: MOST_OVER, after: null });
        const from = over.length < MOST_OVER ? at - DAY_MS : (over.at(-1)?.resolvedAt ?? at);
        return { open, over, told: await reads.deliveries(), from };
      } catch (error) {
        log.warn({ err: error }, 'alerts that were kept could not be read; they are asked for again');
        await new Promise<void>((resolve) => {
          if (!stopped) stopAsking = timers.after(AGAIN_MS, resolve);
        });
      }
    }
  }

  return {
    /** Of judging. */
    changed(changed: readonly Alert[]): void {
      if (restored === null) return;
      history.record({ alerts: changed.filter(({ state }) => state !== 'pending') });
    },
    /** Of who tells people. */
    delivered(deliveries: readonly Delivery[]): void {
      history.record({ deliveries: [...deliveries] });
      if (restored !== null) return;
      for (const one of deliveries) if (one.alertId !== '') early.set(nameOf(one), one);
      for (const name of early.keys()) {
        if (early.size <= MOST_EARLY) break;
        early.delete(name);
      }
    },
    /**
     * Once the store is open. Answers what was told of them, by this run too, of each alert by the id that it has now.
     * Resolves when they could be read.
     */
    async restore(): Promise<Delivery[]> {
      const kept = await read();
      const goesOnAs = alerts.restore([...kept.open, ...kept.over]);
      const moved = [...kept.told, ...early.values()].flatMap((one) => {
        const alertId = goesOnAs.get(one.alertId);
        return alertId === undefined ? [] : [{ ...one, alertId }];
      });
      const all = [...kept.told, ...early.values(), ...moved].sort((a, b) => a.at - b.at);
      restored = { ...kept, told: [...new Map(all.map((one) => [nameOf(one), one])).values()] };
      early = new Map();
      const unchanged = new Set([...kept.open, ...kept.over]);
      history.record({ alerts: told().filter((alert) => !unchanged.has(alert)), deliveries: moved });
      return restored.told;
    },
    /** Since when memory holds all that is kept, epoch ms; null while nothing was restored. */
    completeFrom: (): number | null =>
      restored === null ? null : Math.max(restored.from, alerts.forgottenUntil() + 1),
    stop(): void {
      stopped = true;
      stopAsking();
    },
  };
}

function nameOf({ receiver, alertId }: Delivery): string {
  return `${receiver} ${alertId}`;
}
