/**
 * The worker that all tabs of a browser share: it holds the one EventSource, for browsers allow six
 * connections to a host over HTTP/1.1. A tab that comes later gets what is already known.
 */
import { createLiveStore } from './live-store.ts';
import { openStream, type StreamUrls } from './stream-source.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

let store = createLiveStore(() => performance.now());
const ports = new Set<MessagePort>();
let close: (() => void) | null = null;

function tellAll(message: FromWorker): void {
  for (const port of ports) port.postMessage(message);
}

function start(urls: StreamUrls): void {
  close ??= openStream(urls, {
    onMessage(message, instance) {
      store.receive(message, instance);
      tellAll({ type: 'message', message, instance });
    },
    onLink(link) {
      if (link.type === store.link().type && link.problem === store.link().problem) return;
      store.setLink(link);
      tellAll({ type: 'link', link });
      if (link.type === 'signed-out') forget();
    },
  });
}

/** The next one to sign in may be somebody else: they begin with nothing. */
function forget(): void {
  close = null;
  store = createLiveStore(() => performance.now());
}

function onPort(port: MessagePort): void {
  port.onmessage = (event: MessageEvent<ToWorker>) => {
    if (event.data.type === 'bye') {
      ports.delete(port);
      if (ports.size === 0) {
        close?.();
        close = null;
      }
      return;
    }
    ports.add(port);
    start(event.data.urls);
    // What was heard long ago is no news: the tab would take an old state for a live one.
    if (store.state().snapshots > 0 && !store.lost()) {
      const hello: FromWorker = { type: 'state', state: store.state(), now: store.now(), link: store.link() };
      port.postMessage(hello);
    }
  };
}

type SharedScope = { onconnect: ((event: { ports: readonly MessagePort[] }) => void) | null };
const scope = globalThis as unknown as SharedScope;
scope.onconnect = (event) => {
  const port = event.ports[0];
  if (port !== undefined) onPort(port);
};
