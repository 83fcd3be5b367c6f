/** How soon Tenure is live when it has kept much, a store of a gigabyte, and how soon a month of it is on a page. */
import { until } from '../setup/process.ts';
import { startServer, startSimulator } from '../setup/stack.ts';
import { openSqliteStore } from './history-figures.ts';
import { CLUSTER, FROM, fillHandovers, NOW } from './history-store.ts';
import { atMost, type Figure, megabytes } from './report.ts';
import { startedBrowser } from './started-browser.ts';
import { timelineUsable } from './timeline-figures.ts';

export async function startWithHistory(quick: boolean): Promise<Figure[]> {
  const size = quick ? { leases: 500, handovers: 100_000 } : { leases: 5000, handovers: 2_700_000 };
  const store = await openSqliteStore();
  const simulator = await startSimulator('--load', '200,5000');
  try {
    await fillHandovers(store.database.write, store.insert, { ...size, spread: 'even' });
    const namespace = await fetch(`${simulator.url}/api/v1/namespaces/kube-system`, {
      headers: { authorization: 'Bearer admin-token' },
    });
    const { metadata } = (await namespace.json()) as { metadata: { uid: string } };
    await store.database.write
      .insertInto('cluster_alias')
      .values({ alias: `uid:${metadata.uid}`, cluster_id: CLUSTER })
      .execute();
    const bytes = await store.bytes();
    const spawnedAt = Date.now();
    const server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `file:${store.path}`,
      // What is generated lies in the past; nothing of it may go meanwhile.
      TENURE_HANDOVER_DAYS: '3650',
      TENURE_RENEWAL_DAYS: '3650',
    });
    try {
      const live = await until('the server to be live with its history', async () => {
        const status = await server.status();
        return status.feed.state === 'live' && status.history.state === 'ready' ? status : null;
      });
      const seconds = (at: number): number => (at - spawnedAt) / 1000;
      const more = `history ready after ${seconds(live.history.since).toFixed(2)} s, a store of ${megabytes(bytes)}`;
      const browser = await startedBrowser();
      try {
        const name = `timeline, 30 days over ${size.handovers.toLocaleString('en')}, SQLite: usable`;
        return [
          atMost('start with a store of 1 GB, to live', seconds(live.feed.since), 3, 's', more),
          await timelineUsable(name, browser, server.origin, { from: FROM, to: NOW }),
        ];
      } finally {
        await browser.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await simulator.stop();
    await store.close();
  }
}
