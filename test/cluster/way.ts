/** A way to an API server that can be cut. When it is whole again, what happened meanwhile is not told any more. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Way = {
  kubeconfig: string;
  cut(): void;
  /** The next watch that is resumed is told 410: longer ago than a watch cache remembers. */
  mend(): void;
  stop(): Promise<void>;
};

type Kubeconfig = { clusters: { name: string; cluster: { server: string } }[] };

const EXPIRED = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'too old resource version',
  reason: 'Expired',
  code: 410,
};

/** `direct`: the kubeconfig of the API server itself; that of this way is written to `file`. */
export async function startWay(direct: string, file: string): Promise<Way> {
  const config = JSON.parse(readFileSync(direct, 'utf8')) as Kubeconfig;
  const url = config.clusters[0]?.cluster.server;
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  let isCut = false;
  let isForgotten = false;

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { searchParams } = new URL(incoming.url ?? '', url);
    const isResumed = searchParams.has('watch') && !searchParams.has('sendInitialEvents');
    if (isForgotten && isResumed) {
      isForgotten = false;
      outgoing.writeHead(410, { 'content-type': 'application/json' }).end(JSON.stringify(EXPIRED));
      return;
    }
    const { method, headers } = incoming;
    const asking = request(`${url}${incoming.url}`, { method, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    asking.on('error', () => outgoing.destroy());
    outgoing.on('close', () => asking.destroy());
    incoming.pipe(asking);
  }

  const server = createServer(pass);
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cluster = { server: `http://127.0.0.1:${port}` };
  writeFileSync(
    file,
    JSON.stringify({ ...config, clusters: config.clusters.map((one) => ({ ...one, cluster })) }),
  );
  return {
    kubeconfig: file,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend() {
      isCut = false;
      isForgotten = true;
    },
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
