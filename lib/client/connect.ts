/**
 * Connects the page's store to Tenure: through the worker that all tabs share, or, where the browser has
 * none or it does not answer, by a stream of the tab's own while it is shown.
 */
import { apiUrl } from './api-url.ts';
import { liveStore } from './live-store.ts';
import { viewerName } from './signed-out.ts';
import { openStream, type StreamUrls } from './stream-source.ts';
import { tickIfAdrift } from './ticker.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** A worker that says nothing at all for this long is not there (blocked by policy, failed to load). */
const WORKER_ANSWERS_WITHIN_MS = 8_000;

function urls(): StreamUrls {
  const whole = (path: string): string => new URL(apiUrl(path), window.location.href).href;
  return {
    stream: whole('/api/v1/stream'),
    leases: whole('/api/v1/leases'),
    status: whole('/api/v1/status'),
    viewer: viewerName(),
  };
}

/** Returns `disconnect`. */
export function connect(): () => void {
  return typeof SharedWorker === 'undefined' ? connectAlone() : connectShared();
}

/**
 * For as long as the tab is shown: of six connections to a host, which is what browsers allow over HTTP/1.1, hidden tabs
 * would leave none to the others. What a hidden one has is stale soon, and its title says so.
 */
function connectAlone(): () => void {
  let close: (() => void) | null = null;
  const letGo = (): void => {
    close?.();
    close = null;
  };
  const follow = (): void => {
    if (document.visibilityState === 'hidden') letGo();
    else
      close ??= openStream(urls(), {
        onMessage(message, instance) {
          liveStore.receive(message, instance);
          tickIfAdrift();
        },
        onLink: liveStore.setLink,
      });
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    document.removeEventListener('visibilitychange', follow);
    letGo();
  };
}

/**
 * A worker that has been greeted: what it says waits until somebody listens. Each who signs in has one of their own: a tab
 * that the one before left open keeps its worker, with all that it has heard.
 */
function openWorker(): SharedWorker {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: viewerName(),
  });
  const hello: ToWorker = { type: 'hello', urls: urls() };
  worker.port.postMessage(hello);
  return worker;
}

/** Where somebody is to sign in first, nothing would be answered. */
function isSignedOut(): boolean {
  return window.location.pathname === apiUrl('/sign-in');
}

/** Made as soon as a browser loads this file: the stream is on its way while React takes over the page. */
let early: SharedWorker | null = typeof SharedWorker === 'undefined' || isSignedOut() ? null : openWorker();

function connectShared(): () => void {
  const worker = early ?? openWorker();
  early = null;
  let alone: (() => void) | null = null;
  const say = (message: ToWorker): void => worker.port.postMessage(message);
  const hello = (): void => say({ type: 'hello', urls: urls() });
  const bye = (): void => say({ type: 'bye' });
  const goAlone = (): void => {
    bye();
    worker.port.close();
    alone ??= connectAlone();
  };
  const silent = setTimeout(goAlone, WORKER_ANSWERS_WITHIN_MS);

  worker.onerror = () => {
    clearTimeout(silent);
    goAlone();
  };
  worker.port.onmessage = (event: MessageEvent<FromWorker>) => {
    clearTimeout(silent);
    const said = event.data;
    if (said.type === 'link') liveStore.setLink(said.link);
    else if (said.type === 'message') liveStore.receive(said.message, said.instance);
    else {
      liveStore.adopt(said.state, said.now);
      liveStore.setLink(said.link);
    }
    tickIfAdrift();
  };
  // Also shown at first, when it has been greeted already.
  const back = (event: PageTransitionEvent): void => {
    if (event.persisted) hello();
  };
  window.addEventListener('pagehide', bye);
  window.addEventListener('pageshow', back);
  return () => {
    clearTimeout(silent);
    window.removeEventListener('pagehide', bye);
    window.removeEventListener('pageshow', back);
    bye();
    alone?.();
  };
}
