/** The two servers that one suite is run on. */
import { createCluster, EMPTY_TOPOLOGY } from '../../lib/simulator/cluster.ts';
import { ADMIN_TOKEN, VIEWER_TOKEN } from '../../lib/simulator/http/access.ts';
import { createSimulatorServer, type SimulatorServer } from '../../lib/simulator/http/server.ts';
import { createRandom } from '../../lib/simulator/random.ts';
import { createRealTimers } from '../../lib/simulator/real-timers.ts';
import { startControlPlane } from '../cluster/envtest.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer } from '../setup/requirements.ts';
import { at, type Client, createClient, textAt } from './client.ts';

export type ServerUnderTest = {
  client: Client;
  viewerToken: string;
  /** Nothing older than now can be watched or listed on from any more. */
  forgetHistory(): Promise<void>;
  stop(): Promise<void>;
};

export type ServerKind = { name: string; lacking: string | null; start(): Promise<ServerUnderTest> };

/** A bare simulator: an API server without a cluster behind it. */
export async function serveSimulator(): Promise<{ server: SimulatorServer; stop(): Promise<void> }> {
  const cluster = createCluster({
    timers: createRealTimers(),
    random: createRandom(5),
    topology: EMPTY_TOPOLOGY,
  });
  const server = createSimulatorServer(cluster, { port: 0 });
  await server.listen();
  return {
    server,
    async stop() {
      cluster.stop();
      await server.close();
    },
  };
}

async function startSimulator(): Promise<ServerUnderTest> {
  const { server, stop } = await serveSimulator();
  return {
    client: createClient(server.url(), ADMIN_TOKEN),
    viewerToken: VIEWER_TOKEN,
    forgetHistory: () => server.inject({ do: 'compact' }),
    stop,
  };
}

async function startReal(): Promise<ServerUnderTest> {
  const plane = await startControlPlane();
  const client = createClient(plane.url, ADMIN_TOKEN);
  const etcd = createClient(plane.etcdUrl, '');
  return {
    client,
    viewerToken: VIEWER_TOKEN,
    /** etcd is compacted, and the API server started anew so that its cache forgets as well. */
    async forgetHistory() {
      const status = await etcd.ask('POST', '/v3/maintenance/status', { body: {}, token: null });
      await etcd.ask('POST', '/v3/kv/compaction', {
        body: { revision: textAt(status.json, 'header', 'revision') },
        token: null,
      });
      await plane.killApiServer();
      await plane.startApiServer();
      const lists = async () =>
        at((await client.ask('GET', '/apis/coordination.k8s.io/v1/leases')).json, 'items') === undefined
          ? null
          : true;
      await until('Leases to be listed again', lists);
    },
    stop: () => plane.stop(),
  };
}

/** Where nothing may be left out the real server has to be there. */
const lacking = process.env.CI === 'true' ? null : lacksApiServer;

export const SERVERS: ServerKind[] = [
  { name: 'the simulator', lacking: null, start: startSimulator },
  { name: 'a real API server', lacking, start: startReal },
];
