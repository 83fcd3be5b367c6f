/** Why a receiver did not take a message, in words that hold no secret, and what a person can do. */
import type { FeedError } from '../lease/feed.ts';
import { retryAfterMs } from './retry.ts';

export class NotifyFailure extends Error {
  readonly code: string;
  readonly hint: string;
  /** What the receiver asked for; null when it did not. */
  readonly retryAfterMs: number | null;
  /** It took the request for a wrong one: the same again would not be taken either. */
  readonly isRefused: boolean;

  constructor(error: FeedError, answer: { retryAfterMs?: number | null; isRefused?: boolean } = {}) {
    super(error.message);
    this.name = 'NotifyFailure';
    this.code = error.code;
    this.hint = error.hint;
    this.retryAfterMs = answer.retryAfterMs ?? null;
    this.isRefused = answer.isRefused ?? false;
  }

  get feedError(): FeedError {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

const REFUSED = new Set([400, 413, 422]);
const SAID_CHARACTERS = 200;

const STATUS_HINTS: Record<number, string> = {
  400: 'The receiver does not understand what it was sent: is this the address of such a receiver?',
  401: 'The receiver asks for credentials, or for others than those in the address.',
  403: 'The receiver does not let Tenure in: the token in the address may have been withdrawn.',
  404: 'There is no receiver at this path: it may have been removed. For Alertmanager give its own address, without /api/v2/alerts.',
  405: 'What answers at this address takes no messages: is it the right one?',
  410: 'The receiver is gone: make a new one, and configure its address.',
  413: 'The message is too long for the receiver; a shorter one is tried.',
  429: 'The receiver asks to be told less; Tenure waits as long as it says.',
};

export type Answer = {
  status: number;
  contentType: string | undefined;
  retryAfter: string | undefined;
  /** The beginning of its body. */
  body: string;
};

/** Of an answer that is no success. `secrets`: what must not be repeated, should the answer repeat it. */
export function failureOfAnswer(answer: Answer, secrets: readonly string[], now: number): NotifyFailure {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    const hint = 'Redirects are not followed: configure the address that this one leads to.';
    return new NotifyFailure({ code: `http_${status}`, message: `It answered HTTP ${status}`, hint });
  }
  const said = saidIn(answer, secrets);
  const hint = STATUS_HINTS[status] ?? 'The receiver answered with an error; its log says more.';
  return new NotifyFailure(
    { code: `http_${status}`, message: `It answered HTTP ${status}${said === '' ? '' : `: ${said}`}`, hint },
    { retryAfterMs: retryAfterMs(answer.retryAfter, now), isRefused: REFUSED.has(status) },
  );
}

/** A page for browsers says nothing to the point, nor does what is no text. */
function saidIn({ body, contentType }: Answer, secrets: readonly string[]): string {
  if (contentType?.includes('html') === true || /^\s*<|\0/.test(body)) return '';
  const words = inOneLine(withoutThese(body, secrets));
  return words.length <= SAID_CHARACTERS ? words : `${words.slice(0, SAID_CHARACTERS - 1)}…`.toWellFormed();
}

const NETWORK_HINTS: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at this address.',
  ENOTFOUND: 'The name of the receiver is not known to DNS here.',
  EAI_AGAIN: 'The DNS resolver does not answer.',
  EHOSTUNREACH: 'There is no route to this address: check the firewall or network policy, or name a proxy.',
  ENETUNREACH: 'There is no route to this address: check the firewall or network policy, or name a proxy.',
  ETIMEDOUT: 'The address does not answer: check the firewall or network policy, or name a proxy.',
  UND_ERR_CONNECT_TIMEOUT:
    'The address does not answer: check the firewall or network policy, or name a proxy.',
};
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;
const TLS_HINT =
  'The certificate of the receiver is not trusted here, or it speaks no TLS. NODE_EXTRA_CA_CERTS names a file of further CAs, which the chart brings along by extraVolumes.';

/** Anything that went wrong on the way to an answer. */
export function failureOfError(error: unknown, secrets: readonly string[]): NotifyFailure {
  if (error instanceof NotifyFailure) return error;
  const cause = innermost(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code ?? 'network') : 'network';
  const words = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
  const hint = NETWORK_HINTS[code] ?? (TLS.test(code) ? TLS_HINT : 'The receiver could not be reached.');
  return new NotifyFailure({ code, message: inOneLine(withoutThese(words, secrets)).slice(0, 1000), hint });
}

/** A name with several addresses fails as an AggregateError without words of its own; proxies wrap causes. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause instanceof Error) return innermost(error.cause);
  return error;
}

/** It is read in logs, on the page and by the other receivers: without what controls a terminal or turns the writing. */
function inOneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '?')
    .trim();
}

function withoutThese(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '…');
  return clean;
}
