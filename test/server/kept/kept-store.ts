/** A store in memory that keeps alerts and deliveries over runs, fails when told to, and can be emptied. */
import type { Alert } from '../../../lib/alert/alert.ts';
import type { Delivery } from '../../../lib/alert/delivery.ts';
import { type Batch, type History, HistoryError } from '../../../lib/history/history.ts';
import { noHistory } from '../no-history.ts';

export function keptStore() {
  const alerts = new Map<string, Alert>();
  const deliveries = new Map<string, Delivery>();
  let up = true;

  function write({ alerts: changed = [], deliveries: told = [] }: Partial<Batch>): void {
    // As a row: nothing of it is shared.
    for (const alert of structuredClone(changed)) {
      if (alert.state === 'pending') throw new TypeError('what is only pending was written');
      if (alerts.get(alert.id)?.resolvedAt == null || alert.resolvedAt !== null) alerts.set(alert.id, alert);
    }
    for (const one of told) deliveries.set(`${one.receiver} ${one.alertId}`, one);
  }

  return {
    alerts,
    deliveries,
    fails(fails: boolean): void {
      up = !fails;
    },
    empty(): void {
      alerts.clear();
      deliveries.clear();
    },
    /** As one run has it: what it records while the store fails waits, and is written by `flush` once it does not. */
    run() {
      const waiting: Partial<Batch>[] = [];
      const tellers: (() => void)[] = [];
      const flush = (): void => {
        if (up) for (const part of waiting.splice(0)) write(part);
      };
      const ask = async <T>(read: () => T): Promise<T> => {
        if (!up) throw new HistoryError({ code: 'history_unreachable', message: 'it is away', hint: '' });
        flush();
        return structuredClone(read());
      };
      const none = noHistory();
      const history: History = {
        ...none,
        status: () => ({ ...none.status(), state: up ? 'ready' : 'failing' }),
        record(part) {
          waiting.push(part);
          flush();
        },
        onEmptied: (tell) => void tellers.push(tell),
        reads: {
          ...none.reads,
          openAlerts: () => ask(() => [...alerts.values()].filter(({ resolvedAt }) => resolvedAt === null)),
          alerts: ({ from }) =>
            ask(() =>
              [...alerts.values()].filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt >= from),
            ),
          deliveries: () => ask(() => [...deliveries.values()]),
        },
      };
      return { history, flush, emptied: () => tellers.forEach((tell) => void tell()) };
    },
  };
}
