/** What tabs and the worker they share say to each other. */
import type { StreamMessage } from '../view/stream.ts';
import type { LiveState } from './live-state.ts';
import type { Link } from './live-store.ts';
import type { StreamUrls } from './stream-source.ts';

/** `hello` is also said again by a page that comes back from the back-forward cache. */
export type ToWorker = { type: 'hello'; urls: StreamUrls } | { type: 'bye' };

export type FromWorker =
  | { type: 'state'; state: LiveState; now: number | null; link: Link }
  | { type: 'message'; message: StreamMessage; instance: string | null }
  | { type: 'link'; link: Link };
