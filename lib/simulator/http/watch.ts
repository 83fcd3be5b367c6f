/**
 * Watches: a stream of lines, each an event. Lines are made once for all watchers and written once a turn of
 * the event loop, so that a burst costs one write and a single event no delay.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Version } from '../object.ts';
import type { Random } from '../random.ts';
import { type ApiError, expired, invalid } from '../status.ts';
import type { Change, Revisions, Table } from '../table.ts';
import type { Timer, Timers } from '../time.ts';
import type { Resource } from './resource.ts';
import { parseSelection } from './selection.ts';

export type Watcher = {
  /** An ERROR event, then the end. */
  fail(error: ApiError): void;
  end(): void;
  /** Half a line, then the end of the connection. */
  cut(): void;
  destroy(): void;
  /** Silent while stalled; what was missed is sent when it is not any more. */
  stall(stalled: boolean): void;
};

export type WatchRequest = {
  resource: Resource;
  table: Table;
  namespace: string;
  query: URLSearchParams;
};

export type WatchHub = {
  open(request: WatchRequest, incoming: IncomingMessage, outgoing: ServerResponse): Watcher;
  watchers(): readonly Watcher[];
};

/** A watcher that does not read is dropped, as the API server drops it, rather than kept in memory. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
const BOOKMARK_EVERY_MS = 60_000;

function withKind(resource: Resource, version: Version): string {
  return `{"kind":"${resource.kind}","apiVersion":"${resource.groupVersion}",${version.json().slice(1)}`;
}

export function objectJson(resource: Resource, version: Version): string {
  return `${withKind(resource, version)}\n`;
}

function lineOf(resource: Resource, type: string, version: Version): string {
  return `{"type":"${type}","object":${withKind(resource, version)}}\n`;
}

function bookmark(resource: Resource, revision: number, initialEventsEnd: boolean): string {
  const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(revision), ...annotations };
  const object = { kind: resource.kind, apiVersion: resource.groupVersion, metadata, spec: {} };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}

export function createWatchHub(
  timers: Timers,
  random: Random,
  revisions: Revisions,
  mostUnreadBytes = MAX_BUFFERED_BYTES,
): WatchHub {
  const open = new Set<Watcher>();
  /** All watchers hear of a change in turn, and its line is made for the first of them. */
  let latest: Change | null = null;
  let latestLine = '';

  function start(request: WatchRequest, incoming: IncomingMessage, outgoing: ServerResponse): Watcher {
    const { resource, table, query } = request;
    const selection = parseSelection(resource.resource, request.namespace, query);
    const initial = query.get('sendInitialEvents') === 'true';
    if (initial && query.get('resourceVersionMatch') !== 'NotOlderThan') {
      const message = 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
      throw invalid('ListOptions', 'meta.k8s.io', '', 'resourceVersionMatch', 'FieldValueForbidden', message);
    }
    const bookmarks = query.get('allowWatchBookmarks') === 'true';
    const from = query.get('resourceVersion') ?? '';
    const timeoutSeconds = Number(query.get('timeoutSeconds') ?? '0');
    const timeoutMs = timeoutSeconds > 0 ? timeoutSeconds * 1000 : random.between(1_800_000, 3_600_000);

    let buffer = '';
    let queued = false;
    let stalled = false;
    let over = false;
    /** What a watch begins with has to be read in any case, however much it is: only what comes after that is a backlog. */
    let mostUnread = mostUnreadBytes;
    const running: Timer[] = [];

    const flush = () => {
      queued = false;
      if (over || stalled || buffer === '') return;
      const text = buffer;
      buffer = '';
      if (outgoing.writableLength > mostUnread) watcher.destroy();
      else outgoing.write(text);
    };
    const send = (line: string) => {
      buffer += line;
      if (!queued && !stalled) {
        queued = true;
        queueMicrotask(flush);
      }
    };
    const onChange = (change: Change) => {
      if (selection !== null && !selection(change.version)) return;
      if (latest !== change) {
        latest = change;
        latestLine = lineOf(resource, change.type, change.version);
      }
      send(latestLine);
    };
    const unsubscribe = table.subscribe(onChange);

    const close = () => {
      if (over) return;
      over = true;
      unsubscribe();
      for (const timer of running) timer.cancel();
      open.delete(watcher);
    };
    const watcher: Watcher = {
      fail(error) {
        send(`${JSON.stringify({ type: 'ERROR', object: error.status })}\n`);
        watcher.end();
      },
      end() {
        flush();
        close();
        outgoing.end();
      },
      cut() {
        flush();
        const version = table.snapshot()[0];
        const line =
          version === undefined
            ? '{"type":"MODIFIED","object":{"kind":'
            : lineOf(resource, 'MODIFIED', version);
        close();
        outgoing.end(line.slice(0, Math.ceil(line.length / 2)));
      },
      destroy() {
        close();
        incoming.socket.destroy();
      },
      stall(on) {
        stalled = on;
        flush();
      },
    };
    open.add(watcher);
    outgoing.on('close', close);

    const keepBookmarking = (inMs: number) => {
      running.push(
        timers.after(inMs, () => {
          send(bookmark(resource, revisions.current(), false));
          keepBookmarking(BOOKMARK_EVERY_MS);
        }),
      );
    };
    running.push(timers.after(timeoutMs, () => watcher.end()));
    if (bookmarks) {
      keepBookmarking(BOOKMARK_EVERY_MS);
      const beforeEnd = Math.max(timeoutMs - 2_000, timeoutMs / 2);
      running.push(timers.after(beforeEnd, () => send(bookmark(resource, revisions.current(), false))));
    }

    outgoing.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
    outgoing.flushHeaders();
    if (initial || from === '' || from === '0') {
      const now = table.snapshot();
      for (const version of selection === null ? now : now.filter(selection))
        send(lineOf(resource, 'ADDED', version));
      if (bookmarks && from !== '0') send(bookmark(resource, revisions.current(), true));
      mostUnread += Buffer.byteLength(buffer);
      outgoing.once('drain', () => {
        mostUnread = mostUnreadBytes;
      });
    } else {
      const missed = table.since(Number(from));
      if (missed === null) watcher.fail(expired(Number(from), table.forgottenUpTo() + 1));
      else for (const change of missed) onChange(change);
    }
    return watcher;
  }

  return { open: start, watchers: () => [...open] };
}
