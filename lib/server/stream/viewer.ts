/** One open stream to one browser: a bounded queue that is closed, once, from whichever side ends first. */
import { SSE_RETRY_SOON } from './sse.ts';

/** What may wait for one viewer beyond its snapshot; the bytes are shared by all viewers. */
export const QUEUE_BYTES = 8 * 1024 * 1024;

export type Viewer = {
  readonly stream: ReadableStream<Uint8Array>;
  /** `extraAllowance`: bytes that may wait on top of the cap for this viewer's whole life (its snapshot). */
  send(bytes: Uint8Array, extraAllowance?: number): void;
  close(reason?: 'shutdown' | 'sight'): void;
  readonly closed: boolean;
};

/** `sight`: what the viewer may see is not what it was, or cannot be told. */
export type CloseReason = 'gone' | 'stalled' | 'shutdown' | 'sight';

/** `onClose` is called exactly once, whoever ends the stream: the client, its stall, or `close`. `signal`: not yet aborted. */
export function openViewer(options: {
  signal: AbortSignal;
  queueBytes?: number;
  onClose: (reason: CloseReason) => void;
}): Viewer {
  const cap = options.queueBytes ?? QUEUE_BYTES;
  let allowance = cap;
  let closed = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  function finish(reason: CloseReason): void {
    if (closed) return;
    closed = true;
    options.signal.removeEventListener('abort', gone);
    const ended = controller;
    controller = null;
    if (reason === 'sight') ended?.enqueue(SSE_RETRY_SOON);
    // An error drops what is queued; an end lets a client that still reads have it.
    if (reason === 'shutdown' || reason === 'sight') ended?.close();
    else if (reason === 'stalled') ended?.error(new Error('The client stopped reading.'));
    options.onClose(reason);
  }
  function gone(): void {
    const ended = controller;
    finish('gone');
    ended?.error(new Error('The client went away.'));
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(created) {
        controller = created;
      },
      cancel() {
        finish('gone');
      },
    },
    { highWaterMark: cap, size: (bytes) => bytes?.byteLength ?? 0 },
  );
  options.signal.addEventListener('abort', gone, { once: true });

  return {
    stream,
    send(bytes, extraAllowance = 0) {
      if (controller === null) return;
      allowance += extraAllowance;
      controller.enqueue(bytes);
      const queued = cap - (controller.desiredSize ?? cap);
      if (queued > allowance) finish('stalled');
    },
    close: (reason = 'shutdown') => finish(reason),
    get closed() {
      return closed;
    },
  };
}
