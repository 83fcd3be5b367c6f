/** One open stream to one browser: a bounded queue that is closed, once, from whichever side ends first. */
import { SSE_RETRY_SOON } from './sse.ts';
import type { StreamMemory } from './stream-memory.ts';

/** What may wait for one viewer beyond its snapshot; the bytes are shared by all viewers. */
export const QUEUE_BYTES = 8 * 1024 * 1024;
/**
 * What is taken is out of sight until the connection has it, also of a viewer that was closed and does not read: of a
 * message that is longer, a piece is copied, for any part of it would keep the whole.
 */
const PIECE_BYTES = 64 * 1024;

export type Viewer = {
  readonly stream: ReadableStream<Uint8Array>;
  /** `extraAllowance`: bytes that may wait on top of the cap for this viewer's whole life (its snapshot). */
  send(bytes: Uint8Array, extraAllowance?: number): void;
  close(reason?: 'shutdown' | 'sight'): void;
  readonly closed: boolean;
};

/** `sight`: what the viewer may see is not what it was, or cannot be told. `stalled`: it reads too slowly for what there is. */
export type CloseReason = 'gone' | 'stalled' | 'shutdown' | 'sight';

/** `onClose` is called exactly once, whoever ends the stream: the client, its stall, or `close`. `signal`: not yet aborted. */
export function openViewer(options: {
  signal: AbortSignal;
  memory: StreamMemory;
  queueBytes?: number;
  onClose: (reason: CloseReason) => void;
}): Viewer {
  const { signal, memory } = options;
  const queue: Uint8Array[] = [];
  let queued = 0;
  /** How much of the first in the queue has been taken. */
  let taken = 0;
  /** Somebody waits for the next piece. */
  let wanted = false;
  let allowance = options.queueBytes ?? QUEUE_BYTES;
  let closed = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const holder = { waiting: () => queue, drop: () => fail('stalled', 'The client stopped reading.') };

  function push(bytes: Uint8Array): void {
    queue.push(bytes);
    queued += bytes.byteLength;
    memory.hold(bytes);
    flow();
  }
  function flow(): void {
    if (!wanted || controller === null) return;
    const [bytes] = queue;
    if (bytes === undefined) {
      if (closed) end()?.close();
      return;
    }
    wanted = false;
    const isShort = bytes.byteLength <= PIECE_BYTES;
    const piece = isShort ? bytes : bytes.slice(taken, taken + PIECE_BYTES);
    taken += piece.byteLength;
    if (taken >= bytes.byteLength) {
      taken = 0;
      queue.shift();
      queued -= bytes.byteLength;
      memory.release(bytes);
    }
    controller.enqueue(piece);
  }

  function finish(reason: CloseReason): void {
    if (closed) return;
    closed = true;
    options.onClose(reason);
  }
  /** Nothing waits any more; answers with what is to be ended, once. */
  function end(): ReadableStreamDefaultController<Uint8Array> | null {
    const ended = controller;
    controller = null;
    signal.removeEventListener('abort', gone);
    for (const bytes of queue.splice(0)) memory.release(bytes);
    queued = 0;
    memory.leave(holder);
    return ended;
  }
  /** An error drops what is queued; an end lets a client that still reads have it. */
  function fail(reason: 'gone' | 'stalled', message: string): void {
    end()?.error(new Error(message));
    finish(reason);
  }
  function gone(): void {
    fail('gone', 'The client went away.');
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(created) {
        controller = created;
      },
      pull() {
        wanted = true;
        flow();
      },
      cancel: gone,
    },
    { highWaterMark: 0 },
  );
  memory.enter(holder);
  signal.addEventListener('abort', gone, { once: true });

  return {
    stream,
    send(bytes, extraAllowance = 0) {
      if (closed) return;
      allowance += extraAllowance;
      push(bytes);
      if (queued > allowance) holder.drop();
    },
    close(reason = 'shutdown') {
      if (closed) return;
      finish(reason);
      if (reason === 'sight') push(SSE_RETRY_SOON);
      flow();
    },
    get closed() {
      return closed;
    },
  };
}

export function endedStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
