/** The listening socket: it can refuse, reset what is connected, and come back on the same port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Listener = {
  /** The port in use; 0 before the first `listen`. */
  port(): number;
  listen(): Promise<void>;
  /** Stops listening and resets every connection: new ones are refused. */
  refuse(): Promise<void>;
  resetConnections(): void;
  connections(): number;
};

export function createListener(
  wantedPort: number,
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Listener {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = wantedPort;

  const resetConnections = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  };

  return {
    port: () => port,
    connections: () => sockets.size,
    resetConnections,
    listen() {
      if (server !== null) return Promise.resolve();
      const starting = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, handle);
      starting.on('connection', (socket) => {
        socket.setNoDelay(true);
        sockets.add(socket);
        socket.on('error', () => sockets.delete(socket));
        socket.on('close', () => sockets.delete(socket));
      });
      server = starting;
      return new Promise((resolve, reject) => {
        starting.once('error', (error) => {
          server = null;
          reject(error);
        });
        starting.listen(port, '127.0.0.1', () => {
          const address = starting.address();
          if (typeof address === 'object' && address !== null) port = address.port;
          resolve();
        });
      });
    },
    refuse() {
      const stopping = server;
      server = null;
      if (stopping === null) return Promise.resolve();
      return new Promise((resolve) => {
        stopping.close(() => resolve());
        resetConnections();
      });
    },
  };
}
