/**
 * That somebody signs out, as the tabs of a browser tell each other and the worker they share: the stream may be another
 * replica's than the one that is told, which ends its own only. Told before it is done, which may fail.
 */

/** Of whoever signed in, and of nobody who does after them: the name of their worker, and of what their tabs hear. */
export function viewerName(): string {
  return `tenure-stream${document.documentElement.dataset.viewer ?? ''}`;
}

export function tellSignedOut(): void {
  const channel = new BroadcastChannel(viewerName());
  channel.postMessage(0);
  channel.close();
}
