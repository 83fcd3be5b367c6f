/** What went wrong with the API server, in its own words, and what a person can do about it. */
import type { FeedError } from '../lease/feed.ts';
import { networkAdvice } from './network-advice.ts';

export type FailureType =
  /** No answer: refused, reset, DNS, timeout, silence. */
  | 'network'
  /** The certificate was not accepted, by either side. */
  | 'tls'
  /** The credentials could not be made: a missing file, an exec plugin that failed. */
  | 'credentials'
  | 'unauthorized'
  | 'forbidden'
  /** 410: the resourceVersion, or the continue token, is too old. */
  | 'expired'
  | 'throttled'
  /** Any other answer that is no success. */
  | 'server'
  /** What came is not what the API speaks. */
  | 'protocol';

/** Characters of a message: it goes to the log and to every open page. */
const MOST_WORDS = 1000;

export class KubeFailure extends Error {
  readonly type: FailureType;
  readonly code: string;
  readonly hint: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(
    type: FailureType,
    code: string,
    message: string,
    hint: string,
    answer: { status?: number; retryAfterMs?: number | null } = {},
  ) {
    super(message.length > MOST_WORDS ? `${message.slice(0, MOST_WORDS)}…` : message);
    this.name = 'KubeFailure';
    this.type = type;
    this.code = code;
    this.hint = hint;
    this.status = answer.status ?? null;
    this.retryAfterMs = answer.retryAfterMs ?? null;
  }

  get feedError(): FeedError {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

const STATUS_TYPES: Record<number, FailureType> = {
  401: 'unauthorized',
  403: 'forbidden',
  410: 'expired',
  429: 'throttled',
};
const STATUS_HINTS: Record<FailureType, string> = {
  network: '',
  tls: '',
  credentials: '',
  protocol: '',
  unauthorized:
    'The API server does not accept these credentials: the token or client certificate may have expired. Renew it; it is read again at the next attempt.',
  forbidden:
    'Grant get, list and watch on leases.coordination.k8s.io to this user; the next attempt finds it.',
  expired: 'The API server no longer keeps changes that old. The Leases are listed anew.',
  throttled: 'The API server is busy and asked to come back later.',
  server:
    "The API server answered with an error; its log says more. 'kubectl get --raw /readyz?verbose' shows its parts.",
};

/** `body`: the response as text, or an in-stream Status object; anything else is borne. */
export function failureOfStatus(status: number, body: unknown, retryAfter?: string): KubeFailure {
  const parsed = typeof body === 'string' ? parse(body) : body;
  const object = isObject(parsed) ? parsed : {};
  const said = typeof object.message === 'string' ? object.message : '';
  const text = typeof body === 'string' && said === '' ? body.trim().slice(0, 300) : '';
  const reason = typeof object.reason === 'string' ? object.reason : '';
  const type = STATUS_TYPES[status] ?? 'server';
  const message = said || text || `HTTP ${status}${reason === '' ? '' : ` ${reason}`}`;
  const code = type === 'server' ? `http_${status}` : type;
  return new KubeFailure(type, code, message, STATUS_HINTS[type], {
    status,
    retryAfterMs: retryAfterMs(retryAfter) ?? retryAfterOf(object),
  });
}

/** An in-stream ERROR event's object; 410 comes with reason Expired or Gone, whatever its code. */
export function failureOfErrorEvent(object: unknown): KubeFailure {
  if (!isObject(object)) return protocolFailure('the watch sent an ERROR event without a Status');
  const gone = object.reason === 'Expired' || object.reason === 'Gone';
  const code = typeof object.code === 'number' ? object.code : 500;
  return failureOfStatus(gone ? 410 : code, object);
}

export function protocolFailure(message: string): KubeFailure {
  return new KubeFailure(
    'protocol',
    'protocol',
    message,
    'What answers at this address does not speak the Kubernetes API, or something between alters its answers.',
  );
}

/** Anything thrown on the way to an answer. */
export function failureOf(error: unknown): KubeFailure {
  if (error instanceof KubeFailure) return error;
  const { type, code, message, hint } = networkAdvice(error);
  return new KubeFailure(type, code, message, hint);
}

/** Who the API server says we are: `… is forbidden: User "viewer" cannot list …`; null when it does not say. */
export function userNamedIn(message: string): string | null {
  return /\bUser "([^"]+)"/.exec(message)?.[1] ?? null;
}

function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  // 0 asks for nothing: the backoff decides.
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function retryAfterOf(status: Record<string, unknown>): number | null {
  const details = status.details;
  if (!isObject(details)) return null;
  const seconds = details.retryAfterSeconds;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page, for instance: shown as text
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
