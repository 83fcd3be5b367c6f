/** How soon Tenure is live when it has kept much, a store of a gigabyte, and how soon a month of it is on a page. */
import { until } from '../setup/process.ts';
import { FROM, NOW } from './history-store.ts';
import { atMost, type Figure, megabytes } from './report.ts';
import { startedBrowser } from './started-browser.ts';
import { withStoredServer } from './stored-server.ts';
import { timelineUsable } from './timeline-figures.ts';

export function startWithHistory(quick: boolean): Promise<Figure[]> {
  const size = quick ? { leases: 500, handovers: 100_000 } : { leases: 5000, handovers: 2_700_000 };
  const cluster = { nodes: 200, elections: 5000 };
  return withStoredServer({ ...size, spread: 'even' }, cluster, async ({ server, spawnedAt, bytes }) => {
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
  });
}
