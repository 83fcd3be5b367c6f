/**
 * Next makes its HTTP server itself and takes no options for it. So what it makes it with is given the guard, and bounds
 * for clients that are slow or silent. To be called once, before Next is loaded.
 */
import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import { ApiError } from './api-error.ts';
import { createDoor } from './auth-door.ts';
import { sharedGate } from './auth-shared-gate.ts';
import { CLIENT_HEADER, clientAddress, clientKey, isTrustedPeer, networks } from './client-address.ts';
import type { Config } from './config.ts';
import { withViewer } from './current-viewer.ts';
import { createGuard, refuse } from './http-guard.ts';
import { createHttpLimits } from './http-limits.ts';
import { ownHosts } from './http-refusal.ts';
import { createOpenStreams } from './open-streams.ts';

export const BOUNDS = {
  /** The headers of a request, and all of it: the longest there is has 64 kB. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
  /** There is no WebSocket. Next would leave the connection open for whoever might answer. */
  shouldUpgradeCallback: () => false,
};
/** A client that takes nothing of its answer for so long is gone. A stream says something every 5 s. */
const SILENT_MS = 60_000;
/**
 * Three for each stream there may be, of which no address takes so many that others are not heard any more: the kubelet
 * would end a Tenure that does not answer it. Behind a proxy that is trusted are many.
 */
export const CONNECTIONS = { ofAddress: 500, ofProxy: 2_500, all: 3_000 };

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export function guardServers(
  config: Pick<Config, 'host' | 'trustedProxies' | 'notify' | 'basePath' | 'auth'>,
  bounds: typeof BOUNDS = BOUNDS,
): void {
  const trusted = networks(config.trustedProxies);
  const guard = createGuard({
    trusted,
    hosts: ownHosts(config.host, config.notify.publicUrl),
    base: config.basePath,
    limits: createHttpLimits(() => performance.now()),
    nonce: () => randomBytes(16).toString('base64'),
  });
  const door = createDoor({
    config: config.auth,
    isPeerTrusted: (peer) => isTrustedPeer(peer, trusted),
    publicUrl: config.notify.publicUrl,
    base: config.basePath.path,
    gate: sharedGate,
  });
  const { createServer } = http;
  const guarded = (listener: Listener): http.Server => {
    const server = createServer(bounds, (request, response) => {
      if (!guard(request, response)) return;
      door(request, response, String(request.headers[CLIENT_HEADER])).then(
        (viewer) => {
          if (viewer !== null) withViewer(viewer, () => listener(request, response));
        },
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
          refuse(request, response, new ApiError('internal', 'Tenure made a mistake; its log says more.'));
        },
      );
    });
    server.timeout = SILENT_MS;
    server.maxConnections = CONNECTIONS.all;
    boundConnections(server, trusted);
    return server;
  };
  Object.assign(http, { createServer: guarded });
}

function boundConnections(server: http.Server, trusted: BlockList): void {
  const ofAddress = createOpenStreams(CONNECTIONS.ofAddress, CONNECTIONS.all);
  const ofProxy = createOpenStreams(CONNECTIONS.ofProxy, CONNECTIONS.all);
  server.on('connection', (socket) => {
    const { remoteAddress } = socket;
    const open = isTrustedPeer(remoteAddress, trusted) ? ofProxy : ofAddress;
    const key = clientKey(clientAddress(remoteAddress, undefined, trusted));
    if (open.open(key) === null) socket.once('close', () => open.release(key));
    else socket.destroy();
  });
}
