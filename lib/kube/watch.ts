/**
 * One watch stream, from its request to its end: lines to events. The hot path: one JSON.parse an event and
 * no promise, closure or copy besides.
 */
import type { LeaseRecord } from '../lease/record.ts';
import type { AnswerHead, Connection } from './connection.ts';
import { failureOfErrorEvent, KubeFailure, protocolFailure } from './failure.ts';
import { createLineCutter, MOST_LINE_BYTES } from './lines.ts';
import { child, text } from './raw.ts';
import { slimFields } from './slim-fields.ts';
import type { Timers } from './timers.ts';

/** Bookmarks come about every minute: longer silence than this is no quiet cluster but a dead connection. */
export const SILENCE_MS = 100_000;
const SILENCE_CHECK_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;

export type WatchHandlers = {
  onOpen(head: AnswerHead): void;
  /** `at`: when its chunk came, epoch ms. */
  onChanged(record: LeaseRecord, at: number): void;
  onDeleted(record: LeaseRecord, at: number): void;
  /** `initialEventsEnd`: all that existed when a WatchList was asked for has been sent. */
  onBookmark(resourceVersion: string, at: number, initialEventsEnd: boolean): void;
  /** An object that is no Lease; its resourceVersion, if it has one, moves the watch on all the same. */
  onRefused(resourceVersion: string | null, at: number): void;
};
export type WatchOptions = {
  connection: Connection;
  path: string;
  decode: (raw: unknown) => LeaseRecord | null;
  clock: { now(): number };
  timers: Timers;
};

/** Resolves when the server ends the stream in order; rejects with a KubeFailure, `expired` for both 410s. */
export async function watchStream(options: WatchOptions, handlers: WatchHandlers): Promise<void> {
  const { connection, decode, clock, timers } = options;
  let at = clock.now();
  let failed: KubeFailure | null = null;

  function onLine(line: string): void {
    if (failed !== null) return;
    let event: { type?: unknown; object?: unknown } | null;
    try {
      event = JSON.parse(slimFields(line));
    } catch {
      failed = protocolFailure(`the watch sent a line that is not JSON: ${line.slice(0, 80)}`);
      return;
    }
    const type = event?.type;
    const object = event?.object;
    if (type === 'MODIFIED' || type === 'ADDED' || type === 'DELETED') {
      const record = decode(object);
      if (record === null) handlers.onRefused(text(child(object, 'metadata'), 'resourceVersion'), at);
      else if (type === 'DELETED') handlers.onDeleted(record, at);
      else handlers.onChanged(record, at);
    } else if (type === 'BOOKMARK') {
      const metadata = child(object, 'metadata');
      const version = text(metadata, 'resourceVersion');
      const ended = text(child(metadata, 'annotations'), 'k8s.io/initial-events-end') === 'true';
      if (version !== null) handlers.onBookmark(version, at, ended);
    } else if (type === 'ERROR') {
      failed = failureOfErrorEvent(object);
    } else {
      failed = protocolFailure(`the watch sent an event of unknown type: ${line.slice(0, 80)}`);
    }
  }

  const cutter = createLineCutter(onLine, () => {
    failed ??= protocolFailure(`the watch sent a line of more than ${MOST_LINE_BYTES / 1024 / 1024} MiB`);
  });
  let cancelCheck = (): void => undefined;
  const checkSilence = (): void => {
    if (clock.now() - at >= SILENCE_MS) connection.close(silence());
    else cancelCheck = timers.after(SILENCE_CHECK_MS, checkSilence);
  };
  try {
    await connection.stream(options.path, {
      headersTimeoutMs: HEADERS_TIMEOUT_MS,
      onHead(head) {
        at = head.receivedAt;
        cancelCheck = timers.after(SILENCE_CHECK_MS, checkSilence);
        handlers.onOpen(head);
      },
      onData(chunk) {
        at = clock.now();
        cutter.push(chunk);
        if (failed !== null) throw failed;
      },
    });
  } finally {
    cancelCheck();
  }
}

function silence(): KubeFailure {
  const message = `the watch was silent for ${SILENCE_MS / 1000} s`;
  const hint = 'The connection died without a word, as behind some load balancers and VPNs. It is made anew.';
  return new KubeFailure('network', 'watch_silent', message, hint);
}
