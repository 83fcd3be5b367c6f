/** The wire form of Server-Sent Events (WHATWG HTML, "event stream format"). */

const encoder = new TextEncoder();

/** `data` is JSON text, which never contains a line break. Without an id the client keeps the one it has. */
export function sseMessage(event: string, data: string, id: string | null): Uint8Array {
  return encoder.encode(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
}

/** How long a browser waits before it comes back, ms. */
export const SSE_RETRY = encoder.encode('retry: 2000\n\n');
/** Of a stream that ends only so that whoever comes back is let in anew: no page needs to notice. */
export const SSE_RETRY_SOON = encoder.encode('retry: 250\n\n');
/** Keeps proxies from closing a quiet connection. */
export const SSE_COMMENT = encoder.encode(': \n\n');

/** no-transform keeps a compressor from holding messages back; X-Accel-Buffering does so for nginx. */
export const SSE_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};
