/**
 * One EventSource on `/api/v1/stream`, which mends itself: reopened after a refusal (a browser gives up
 * after any answer but 200) or a silence, with polling in between so that the page stays alive. Runs in the
 * tab or in the worker that the tabs share.
 */
import type { StreamMessage } from '../view/stream.ts';
import { ApiError, reasonOf } from './fetch-json.ts';
import type { Link } from './live-store.ts';
import { pollOnce } from './poll.ts';

const EVENT_TYPES = ['snapshot', 'patch', 'feed', 'history', 'permissions', 'handover', 'alert'] as const;
/** Patches come at least every 5 s; a stream silent for longer hangs in something between. */
const STALLED_MS = 15_000;
const POLL_MS = 4_000;
/** While polling, the stream is tried again this often. */
const RETRY_STREAM_MS = 30_000;

/** `viewer`: by what name it is heard that whoever looks signs out. */
export type StreamUrls = { stream: string; leases: string; status: string; viewer: string };
export type StreamTarget = {
  onMessage(message: StreamMessage, instance: string | null): void;
  onLink(link: Link): void;
};

/** Returns `close`. */
export function openStream(urls: StreamUrls, target: StreamTarget): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  let opened = false;
  let heard = 0;
  const leaving = new BroadcastChannel(urls.viewer);
  // Whether they do, the next poll tells: else the stream comes back.
  leaving.onmessage = () => giveUp('The stream closed');
  /** Of polls, in the order in which they were asked: the last, and the last that was taken. */
  let asked = 0;
  let taken = 0;

  function after(ms: number, run: () => void): void {
    if (timer !== null) clearTimeout(timer);
    timer = closed ? null : setTimeout(run, ms);
  }

  function connect(): void {
    if (typeof EventSource === 'undefined') {
      poll('This browser has no EventSource', Number.POSITIVE_INFINITY);
      return;
    }
    source?.close();
    const current = new EventSource(urls.stream);
    source = current;
    opened = false;
    after(STALLED_MS, () => giveUp('The stream said nothing'));
    current.onopen = () => {
      opened = true;
      // Where nothing was missed meanwhile, the next message may be 5 s away.
      if (heard > 0) target.onLink({ type: 'stream', problem: null });
    };
    for (const type of EVENT_TYPES) {
      current.addEventListener(type, (event) => {
        after(STALLED_MS, opened ? connect : () => giveUp('The stream said nothing'));
        heard += 1;
        target.onLink({ type: 'stream', problem: null });
        const message = { type, data: JSON.parse(event.data) } as StreamMessage;
        target.onMessage(message, instanceOf(event.lastEventId));
      });
    }
    current.onerror = () => {
      // CONNECTING: the browser tries again by itself. CLOSED: it was refused and gives up.
      if (current.readyState === EventSource.CLOSED) giveUp('The stream was refused');
      else target.onLink({ type: 'connecting', problem: 'The stream broke' });
    };
  }

  function giveUp(problem: string): void {
    source?.close();
    source = null;
    poll(problem, RETRY_STREAM_MS);
  }

  function poll(problem: string, leftMs: number): void {
    const heardBefore = heard;
    asked += 1;
    const own = asked;
    // What the stream has said since it was asked is newer, and so is what a later poll was answered.
    const isLate = (): boolean => closed || heard !== heardBefore || own < taken;
    pollOnce(urls).then(
      (message) => {
        if (isLate()) return;
        taken = own;
        target.onLink({ type: 'polling', problem });
        target.onMessage(message, null);
      },
      (error: unknown) => {
        if (isLate()) return;
        if (error instanceof ApiError && error.status === 401) {
          // Asking again would change nothing: somebody has to sign in, which begins anew.
          close();
          target.onLink({ type: 'signed-out', problem: null });
        } else target.onLink({ type: 'connecting', problem: reasonOf(error) });
      },
    );
    if (leftMs <= 0) connect();
    else after(POLL_MS, () => poll(problem, leftMs - POLL_MS));
  }

  function close(): void {
    closed = true;
    leaving.close();
    source?.close();
    if (timer !== null) clearTimeout(timer);
  }

  connect();
  return close;
}

/** Ids are `instance.n`. */
function instanceOf(lastEventId: string): string | null {
  const dot = lastEventId.lastIndexOf('.');
  return dot <= 0 ? null : lastEventId.slice(0, dot);
}
