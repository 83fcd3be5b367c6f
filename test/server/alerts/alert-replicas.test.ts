/** Two replicas that judge the same cluster and write to one store, on both databases. */
import { expect, it } from 'vitest';
import { createAlertBook } from '../../../lib/alert/alert-book.ts';
import type { Finding } from '../../../lib/detect/finding.ts';
import { startInProcess } from '../../../lib/history/start-in-process.ts';
import { createAlertKeeper } from '../../../lib/server/alerts/alert-keeper.ts';
import { about, T0 } from '../../alert/builders.ts';
import { describeDatabases } from '../../history/databases.ts';
import { CLUSTER, recorder } from '../../history/recorder.ts';

const DAY_MS = 86_400_000;

/** One of them, its store open; `at` looks at what is found so long after T0, and writes it. */
async function replica(url: string, instance: string) {
  const { history } = recorder(url, { instance, start: startInProcess });
  await history.open(CLUSTER);
  let now = T0;
  const timesOf = () => ({ holdMs: 0, clearMs: 1000 });
  const book = createAlertBook({ timesOf, rememberMs: DAY_MS, settled: () => true });
  const keeper = createAlertKeeper({
    history,
    alerts: { all: book.alerts, restore: book.restore, forgottenUntil: book.forgottenUntil },
    now: () => now,
    timers: { after: () => () => undefined },
    log: { warn: (what: unknown) => expect(what).toBeUndefined() },
  });
  const told = await keeper.restore();
  return {
    told,
    history,
    ids: () => book.alerts().map(({ id, state }) => `${id.split('@')[1]} ${state}`),
    async at(ms: number, ...found: Finding[]) {
      now = T0 + ms;
      keeper.changed(book.found(found, now));
      await history.flush();
    },
    async tells(ms: number) {
      const [alert] = book.alerts();
      const delivery = { receiver: 'webhook', told: 'firing', severity: 'critical', at: T0 + ms } as const;
      keeper.delivered(alert === undefined ? [] : [{ ...delivery, alertId: alert.id }]);
      await history.flush();
    },
    stop: () => history.close(1000),
  };
}

describeDatabases('two replicas', (databases) => {
  it('tell of the same trouble, which is kept once; a restart of either neither fires anew nor tells again', async () => {
    const url = await databases.url();
    const trouble = about('a', 'vacant');
    const one = await replica(url, 'one');
    const two = await replica(url, 'two');
    await two.at(400, trouble);
    await one.at(300, trouble);
    await two.tells(500);
    const kept = async () =>
      (await one.history.reads.openAlerts()).map(({ beganAt, state }) => [beganAt - T0, state]);
    expect(await kept()).toEqual([[300, 'firing']]);
    await two.stop();
    const again = await replica(url, 'three');
    expect(again.told).toMatchObject([{ alertId: `vacant:apps/a@${T0 + 300}`, told: 'firing' }]);
    await again.at(2000, trouble);
    expect(again.ids()).toEqual([`${T0 + 300} firing`]);
    await again.at(3000);
    await again.at(4100);
    await one.at(3300);
    await one.at(4400);
    expect(await kept()).toEqual([]);
    await again.at(9000, trouble);
    expect(await kept()).toEqual([[9000, 'firing']]);
    const range = { from: T0, to: T0 + DAY_MS };
    const over = await one.history.reads.alerts(range, { limit: 9, after: null });
    expect(over.map(({ beganAt }) => beganAt - T0)).toEqual([300]);
    await Promise.all([one.stop(), again.stop()]);
  });
});
