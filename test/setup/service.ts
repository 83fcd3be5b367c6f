/** Stands for a Service of Kubernetes: connections go round among its servers, and one that refuses is passed over. */
import { connect, createServer, type Socket } from 'node:net';

export type Service = {
  origin: string;
  /** What new connections go to from now on; those that are open stay where they are. */
  use(...origins: string[]): void;
  stop(): Promise<void>;
};

export async function startService(...origins: string[]): Promise<Service> {
  const open = new Set<Socket>();
  let servers = origins;
  let turn = 0;

  function reach(client: Socket, left: readonly string[]): void {
    const [origin, ...others] = left;
    if (origin === undefined) {
      client.destroy();
      return;
    }
    const server = connect(Number(new URL(origin).port), '127.0.0.1');
    let reached = false;
    server.once('connect', () => {
      reached = true;
      client.pipe(server).pipe(client);
    });
    // Whoever breaks off is gone: the other side is told by the end of its connection.
    server.on('error', () => (reached ? client.destroy() : reach(client, others)));
    server.on('close', () => reached && client.destroy());
    client.on('close', () => server.destroy());
  }

  const proxy = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    turn += 1;
    const first = turn % Math.max(1, servers.length);
    reach(client, [...servers.slice(first), ...servers.slice(0, first)]);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', 1024, resolve));
  const address = proxy.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    use: (...next) => {
      servers = next;
    },
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
