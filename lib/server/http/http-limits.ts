/**
 * How much of what is dear each client gets, and all together. The numbers are for a whole team behind one ingress that
 * is not trusted, and so counts as one client: a browser has one stream, and asks for a range when somebody moves it.
 */
import { ApiError } from '../api/api-error.ts';
import { createOpenStreams } from '../stream/open-streams.ts';
import { clientKey } from './client-address.ts';
import { createTokenBuckets } from './token-buckets.ts';

export const STREAMS = { ofClient: 300, all: 1000 };
/** All of a client's come back at once when a server or what stands before it goes, and may do so some times in a row. */
export const OPENINGS = { burst: 2000, perSecond: 10 };
/** Reads of the history, of a page each; and of one Lease, for which the API server is asked. */
export const RANGES = { burst: 300, perSecond: 30 };
/** Of both at a time: a hundred may stand in line for the history, and one client must not be all of them. */
export const AT_ONCE = 50;
/** All there is of a range, as a file. */
export const FILES = { burst: 30, perSecond: 1 };
/** Each is judged by at once, kept for months, and a line of the log. To end one is free: it has been made before. */
export const SILENCES = { burst: 100, perSecond: 1 };
/**
 * Everything else: pages, the board as a list, what changes on pages in some seconds, Prometheus. Some hundred people whose
 * pages ask at once when they come back, and every few seconds from then on, stay below it.
 */
export const OTHERS = { burst: 3000, perSecond: 100 };
/** A browser that was refused comes back by itself. */
const STREAM_RETRY_SECONDS = 30;

const STREAM = '/api/v1/stream';
const SILENCE = '/api/v1/silences';
/** Files that are there, and what the kubelet asks, maybe by an address that others share with it. */
const FREE = /^\/(_next\/static\/.*|icon\.svg|healthz|readyz)$/;
const RANGE =
  /^\/api\/v1\/(timeline(\/overview)?|renewals|handovers|alerts|blind-spots|leases\/[^/]+\/[^/]+(\/insight|\/silences)?)$/;

export type HttpLimits = ReturnType<typeof createHttpLimits>;

/** `now`: ms of a clock that never steps. */
export function createHttpLimits(now: () => number) {
  const streams = createOpenStreams(STREAMS.ofClient, STREAMS.all);
  const openings = createTokenBuckets(OPENINGS.burst, OPENINGS.perSecond);
  const ranges = createTokenBuckets(RANGES.burst, RANGES.perSecond);
  const reading = createOpenStreams(AT_ONCE, Number.POSITIVE_INFINITY);
  const files = createTokenBuckets(FILES.burst, FILES.perSecond);
  const silences = createTokenBuckets(SILENCES.burst, SILENCES.perSecond);
  const others = createTokenBuckets(OTHERS.burst, OTHERS.perSecond);

  return {
    /** Throws `too_many_requests` or `overloaded`. Answers what to tell the answer's status when that is over. */
    enter(address: string, method: string, url: string): (status: number) => void {
      const client = clientKey(address);
      const { path, query } = asNextReads(url);
      if (path === STREAM && method === 'GET') {
        refuseUntil(openings.take(client, now()), 'This client opens streams too often; wait a moment.');
        const full = streams.open(client);
        if (full !== null) throw fullOf(full);
        return (status) => {
          streams.release(client);
          // Whoever was not let in keeps nobody of the same address from opening theirs.
          if (status === 401 || status === 403) openings.giveBack(client);
        };
      }
      if (path === SILENCE && method === 'POST') {
        const most = `${SILENCES.burst} silences at once, then ${SILENCES.perSecond} a second`;
        refuseUntil(silences.take(client, now()), `A client may make ${most}; wait a moment.`);
        return () => undefined;
      }
      const isFile = path === '/api/v1/incident' || query.has('format');
      if (FREE.test(path) && !isFile) return () => undefined;
      const bucket = isFile ? files : RANGE.test(path) ? ranges : others;
      refuseUntil(bucket.take(client, now()), 'This client asks for more than its share; wait a moment.');
      if (bucket === others) return () => undefined;
      refuseUntil(reading.open(client) === null ? 0 : 1000, `A client may ask for ${AT_ONCE} at a time.`);
      return () => reading.release(client);
    },
  };
}

/** Without parts such as "..", and what follows a #: else who writes them would have no limits. */
function asNextReads(url: string): { path: string; query: URLSearchParams } {
  const read = URL.parse(url, 'http://tenure.invalid');
  return { path: read?.pathname ?? '', query: read?.searchParams ?? new URLSearchParams() };
}

function refuseUntil(waitMs: number, message: string): void {
  if (waitMs <= 0) return;
  const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) };
  throw new ApiError('too_many_requests', message, { headers });
}

function fullOf(what: 'client' | 'all'): ApiError {
  const headers = { 'Retry-After': String(STREAM_RETRY_SECONDS) };
  return what === 'client'
    ? new ApiError('too_many_requests', `A client may have ${STREAMS.ofClient} streams open.`, { headers })
    : new ApiError('overloaded', `There are ${STREAMS.all} streams open, which is all there may be.`, {
        headers,
      });
}
