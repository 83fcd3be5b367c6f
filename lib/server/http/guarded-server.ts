/**
 * Next makes its HTTP server itself and takes no options for it. So what it makes it with is given the guard, and bounds
 * for clients that are slow or silent. To be called once, before Next is loaded.
 */
import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError } from '../api/api-error.ts';
import { createDoor } from '../auth/auth-door.ts';
import { sharedGate } from '../auth/auth-shared-gate.ts';
import type { Config } from '../config.ts';
import { withViewer } from '../current-viewer.ts';
import { isProbe } from './base-path.ts';
import type { BuiltFiles } from './built-files.ts';
import { CLIENT_HEADER, isTrustedPeer, networks } from './client-address.ts';
import { ownHosts } from './host-names.ts';
import { createGuard, refuse } from './http-guard.ts';
import { createHttpLimits } from './http-limits.ts';
import { createOpenConnections, type MostConnections } from './open-connections.ts';

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
 * would end a Tenure that does not answer it.
 */
export const CONNECTIONS: MostConnections = { ofAddress: 500, ofProxy: 2_500, all: 3_000, spare: 50 };
const COME_BACK_SECONDS = 10;

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

export function guardServers(
  config: Pick<Config, 'host' | 'names' | 'trustedProxies' | 'notify' | 'basePath' | 'auth'>,
  {
    bounds = BOUNDS,
    most = CONNECTIONS,
    files = () => false,
  }: { bounds?: typeof BOUNDS; most?: MostConnections; files?: BuiltFiles } = {},
): void {
  const trusted = networks(config.trustedProxies);
  const guard = createGuard({
    trusted,
    hosts: ownHosts({
      listensOn: config.host,
      publicUrl: config.notify.publicUrl,
      names: config.names,
      asksWho: config.auth.mode !== 'none',
    }),
    publicUrl: config.notify.publicUrl,
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
    const open = createOpenConnections(trusted, most);
    const server = createServer(bounds, (request, response) => {
      const isSpare = open.isSpare(request.socket);
      if (isSpare) response.shouldKeepAlive = false;
      if (!guard(request, response)) return;
      if (isSpare && !isProbe(request.url ?? '', config.basePath)) {
        refuse(request, response, tooMany());
        return;
      }
      door(request, response, String(request.headers[CLIENT_HEADER])).then(
        (viewer) => {
          if (viewer === null || files(request, response)) return;
          withViewer(viewer, () => listener(request, response));
        },
        (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
          refuse(request, response, new ApiError('internal', 'Tenure made a mistake; its log says more.'));
        },
      );
    });
    server.timeout = SILENT_MS;
    server.on('connection', open.add);
    return server;
  };
  Object.assign(http, { createServer: guarded });
}

function tooMany(): ApiError {
  const headers = { 'Retry-After': String(COME_BACK_SECONDS) };
  return new ApiError(
    'overloaded',
    'As many connections are open as there may be, in all or from this address.',
    {
      headers,
    },
  );
}
