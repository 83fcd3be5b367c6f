/** The server as it is on a store of a month, beside a simulated cluster whose history that is. */
import type { Server } from '../setup/stack.ts';
import { startServer, startSimulator } from '../setup/stack.ts';
import { openSqliteStore } from './history-figures.ts';
import { CLUSTER, fillHandovers, type Load } from './history-store.ts';

export type StoredServer = {
  server: Server;
  /** When it was started, epoch ms. */
  spawnedAt: number;
  /** How large the store is. */
  bytes: number;
};

/** `cluster`: what the simulated cluster renews meanwhile, as nodes and elections. */
export async function withStoredServer<T>(
  stored: Load,
  cluster: { nodes: number; elections: number },
  use: (started: StoredServer) => Promise<T>,
): Promise<T> {
  const store = await openSqliteStore();
  const simulator = await startSimulator('--load', `${cluster.nodes},${cluster.elections}`);
  try {
    await fillHandovers(store.database.write, store.insert, stored);
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
      return await use({ server, spawnedAt, bytes });
    } finally {
      await server.stop();
    }
  } finally {
    await simulator.stop();
    await store.close();
  }
}
