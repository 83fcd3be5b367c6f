/** Messages by HTTP: the one client for all receivers. One request at a time, no redirects, and an end to all waiting. */
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import type { Address } from './address.ts';
import { failureOfAnswer, failureOfError, NotifyFailure } from './failure.ts';
import type { Message } from './message.ts';

const ANSWER_WITHIN_MS = 10_000;
const CONNECT_WITHIN_MS = 5000;
/** More of an answer is not read. */
const MOST_ANSWER_BYTES = 4096;

export type Post = {
  /** Resolves once the receiver took it; rejects with a `NotifyFailure`, at once where `mayGoOn` is aborted. */
  send(message: Message, mayGoOn?: AbortSignal): Promise<void>;
  /** Cuts what is under way. */
  close(): Promise<void>;
};

export type PostOptions = {
  /** The proxy that leads there; null for none. */
  proxy: string | null;
  now: () => number;
  timers: { after(ms: number, run: () => void): () => void };
};

export function createPost(address: Address, { proxy, now, timers }: PostOptions): Post {
  const { url, authorization } = address;
  const secrets = proxy === null ? address.secrets : [...address.secrets, proxy];
  let dispatcher: Dispatcher | null = null;
  let cut: AbortController | null = null;

  async function send({ body, headers }: Message, mayGoOn?: AbortSignal): Promise<void> {
    const controller = new AbortController();
    cut = controller;
    const cancel = timers.after(ANSWER_WITHIN_MS, () => controller.abort(lateAnswer()));
    try {
      // Here, for a proxy variable that is no address is a failure like others.
      dispatcher ??= makeDispatcher(proxy);
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        headers: authorization === null ? headers : { ...headers, authorization },
        body,
        signal: mayGoOn === undefined ? controller.signal : AbortSignal.any([controller.signal, mayGoOn]),
        headersTimeout: ANSWER_WITHIN_MS,
        bodyTimeout: ANSWER_WITHIN_MS,
      });
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        // Taken, whatever becomes of the rest of the answer: who is told again is told twice.
        await answer.body.dump({ limit: MOST_ANSWER_BYTES });
        return;
      }
      const said = await beginningOf(answer.body);
      throw failureOfAnswer(
        {
          status: answer.statusCode,
          contentType: single(answer.headers['content-type']),
          retryAfter: single(answer.headers['retry-after']),
          body: said,
        },
        secrets,
        now(),
      );
    } catch (error) {
      throw failureOfError(error, secrets);
    } finally {
      cancel();
      cut = null;
    }
  }

  return {
    send,
    async close() {
      cut?.abort(new NotifyFailure({ code: 'closed', message: 'Tenure was stopped', hint: '' }));
      await dispatcher?.destroy();
    },
  };
}

function lateAnswer(): NotifyFailure {
  const seconds = ANSWER_WITHIN_MS / 1000;
  return new NotifyFailure({
    code: 'timeout',
    message: `no answer in ${seconds} s`,
    hint: 'The receiver, or something before it, took the request and did not answer in time.',
  });
}

function makeDispatcher(proxy: string | null): Dispatcher {
  const connect = { timeout: CONNECT_WITHIN_MS };
  const options = { allowH2: false, connections: 1 };
  if (proxy === null) return new Agent({ ...options, connect });
  return new ProxyAgent({ ...options, uri: proxy, requestTls: connect, proxyTls: connect });
}

/** What comes after is not read, and its connection given up. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
