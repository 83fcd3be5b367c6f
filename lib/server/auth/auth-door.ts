/**
 * Who may come in, for each request before Next sees it: pages, calls, files, the stream. What is open to all is named
 * here, and nothing else is.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api/api-error.ts';
import { type CurrentViewer, EVERYONE, NOBODY } from '../current-viewer.ts';
import { refuse } from '../http/http-guard.ts';
import { kindOf } from '../http/page-policy.ts';
import { type Claim, claimOf, LONGEST_NAME, MOST_GROUPS, type Nobody } from './auth-claim.ts';
import type { AuthConfig } from './auth-config.ts';
import type { Gate, Purpose } from './auth-gate.ts';
import { ownPage } from './auth-next.ts';
import { isOpen } from './auth-open.ts';
import {
  cookieName,
  insecureTransport,
  isPublicHost,
  schemeSaid,
  TRANSPORT_HEADER,
  transportOf,
} from './auth-transport.ts';

export type DoorOptions = {
  config: AuthConfig;
  isPeerTrusted: (peer: string | undefined) => boolean;
  publicUrl: string | null;
  /** The path under which Tenure lives; empty at the root. */
  base: string;
  /** Null while Tenure starts. */
  gate: () => Gate | null;
};

/** Null when the request has been answered. `client`: its address. */
export type Door = (
  request: IncomingMessage,
  response: ServerResponse,
  client: string,
) => Promise<CurrentViewer | null>;

const SIGN_OUT = '/api/v1/sign-out';
const PURPOSES = new Map<string, Purpose>([
  ['/metrics', 'metrics'],
  ['/api/v1/stream', 'stream'],
]);
const TOKEN_NAMES = ['token', 'access_token', 'id_token'];

/** What a proxy says of whom it asks for; open metrics are for who asks Tenure itself, for nobody else. */
const BY_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/** What a trusted proxy said that proves nobody: the person may know it, as who sets that proxy up has to. */
const WRONG = {
  missing: 'there it says nobody',
  twice: 'that is there twice',
  unfit: `what that says names nobody: no name or group may begin with system:, have a control character or more than ${LONGEST_NAME} characters, and there may be ${MOST_GROUPS} groups`,
};

/**
 * `isExposed`: it came from outside by plain HTTP, as is said and nothing disproves. Within the cluster a sidecar says
 * `http` too, of what it carries by TLS of its own. `isDirect`: no proxy brought it, as far as proxies say so. Where one is
 * trusted by a network, others than it may be in that.
 */
type Asked = { claim: Claim | Nobody | null; isExposed: boolean; isDirect: boolean };

export function createDoor({ config, isPeerTrusted, publicUrl, base, gate }: DoorOptions): Door {
  function askedIn(request: IncomingMessage): Asked {
    const { headers, rawHeaders, socket } = request;
    const isTrusted = isPeerTrusted(socket.remoteAddress);
    const proto = String(headers['x-forwarded-proto'] ?? '');
    const host = headers.host ?? '';
    const transport = transportOf(host, { proto, isTrusted }, publicUrl);
    headers[TRANSPORT_HEADER] = transport;
    const asking = { rawHeaders, isPeerTrusted: isTrusted, cookieName: cookieName(transport, base || '/') };
    const saysForWhom = isTrusted ? [...BY_PROXY, config.userHeader, 'authorization'] : BY_PROXY;
    const isDirect = !saysForWhom.some((name) => name in headers);
    const claim = claimOf(config, asking, (text) => gate()?.session(text) ?? null);
    // From here nothing has a secret in it, nor a name that nobody proved.
    delete headers.authorization;
    delete headers[config.userHeader];
    if (config.groupsHeader !== null) delete headers[config.groupsHeader];
    if (headers.cookie !== undefined) headers.cookie = withoutSessions(headers.cookie);
    const isFromOutside = isTrusted || isPublicHost(host, publicUrl);
    const isExposed = isFromOutside && transport === 'plain' && schemeSaid(proto) === 'http';
    return { claim, isExposed, isDirect };
  }

  async function admit(path: string, asked: Asked, client: string): Promise<CurrentViewer> {
    const { claim, isExposed, isDirect } = asked;
    if (path === SIGN_OUT && config.mode === 'token') return leaving(claim);
    if (config.mode === 'none') return EVERYONE;
    if (path === '/metrics' && config.metrics === 'open' && isDirect) return EVERYONE;
    if (isOpen(path)) return NOBODY;
    const door = gate();
    if (door === null) throw new ApiError('not_ready', 'Tenure is starting; ask again in a second.');
    if (claim === null) throw withoutToken();
    if (claim.type === 'nobody') {
      if (claim.why === 'stranger') door.stranger(client);
      throw unnamed(claim);
    }
    if (claim.type === 'token' && isExposed) throw insecureTransport();
    return door.admit(claim, client, PURPOSES.get(path) ?? 'data');
  }

  return async (request, response, client) => {
    const { method = 'GET', headers } = request;
    const url = (request.url ?? '/').slice(base.length).replace(/^(?!\/)/, '/');
    const [path = '/', query = ''] = url.split('?');
    const isPage = config.mode === 'token' && kindOf(path) === 'page' && /^(GET|HEAD)$/.test(method);
    try {
      if (config.mode === 'token' && namesToken(query))
        throw new ApiError(
          'invalid_parameter',
          'A token does not belong into an address, which is kept in histories and logs: send it as Authorization: Bearer, and have this one revoked.',
        );
      return await admit(path, askedIn(request), client);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!isPage || error.code === 'invalid_parameter') refuse(request, response, error);
      else if (error.code === 'unauthorized' && comesFromElsewhere(headers)) openAgain(response);
      else
        response
          .writeHead(303, { Location: base + signInPage(url, error), 'Cache-Control': 'no-store' })
          .end();
      return null;
    }
  };
}

/** Who leaves need not be let in once more; the session is all that is asked for. */
function leaving(claim: Asked['claim']): CurrentViewer {
  const session = claim?.type === 'token' ? claim.session : null;
  return session === null ? NOBODY : { ...NOBODY, session: session.id };
}

function withoutToken(): ApiError {
  return new ApiError('unauthorized', 'Sign in, or send a token of this cluster as Authorization: Bearer.', {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

/** The address that a stranger came from is for the log alone; nobody learns here whom Tenure would believe. */
function unnamed(nobody: Nobody): ApiError {
  const message =
    nobody.why === 'stranger'
      ? 'Who asks is said by a proxy in front, and Tenure believes those of TENURE_TRUSTED_PROXIES alone; this request came from another address.'
      : `Who asks is said by the proxy in front, in the header ${nobody.header}; ${WRONG[nobody.why]}.`;
  return new ApiError('unauthorized', message);
}

/** Why is in the address as a word, so that the page needs no JavaScript; what it says is the page's own. */
function signInPage(url: string, error: ApiError): string {
  const next = ownPage(url);
  const search = new URLSearchParams({
    ...(error.code === 'unauthorized' ? {} : { problem: error.code }),
    ...(next === '/' ? {} : { next }),
  });
  return `/sign-in${search.size === 0 ? '' : `?${search}`}`;
}

/**
 * A link that somebody follows from another site comes without the session's cookie, for it is SameSite=Strict. So the
 * page is opened once more, by itself: then it is Tenure's own page that asks.
 */
function comesFromElsewhere(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  return headers['sec-fetch-mode'] === 'navigate' && (site === 'cross-site' || site === 'same-site');
}

function openAgain(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(
    '<!doctype html><html lang="en"><title>Tenure</title><meta http-equiv="refresh" content="0"><p><a href="">Open Tenure</a>',
  );
}

function namesToken(query: string): boolean {
  const names = new URLSearchParams(query);
  return TOKEN_NAMES.some((name) => names.has(name));
}

function withoutSessions(cookie: string): string {
  return cookie
    .split(';')
    .filter((pair) => !/^\s*(__Host-)?tenure-session=/.test(pair))
    .join(';');
}
