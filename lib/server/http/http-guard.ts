/**
 * What stands before Next on every request: the headers of each answer, whoever makes it, and what is refused. One place
 * for pages, calls, files and Next's own errors; as a proxy of Next's it would see fewer of them, and copy each body.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import { ApiError } from '../api/api-error.ts';
import { mayBeByTls } from '../auth/auth-transport.ts';
import { type BasePath, placeOf } from './base-path.ts';
import { CLIENT_HEADER, clientAddress, isTrustedPeer } from './client-address.ts';
import type { Hosts } from './host-names.ts';
import type { HttpLimits } from './http-limits.ts';
import { refusalOf } from './http-refusal.ts';
import { answerHeaders, kindOf, policyOf } from './page-policy.ts';

export type GuardOptions = {
  trusted: BlockList;
  /** Null for any. */
  hosts: Hosts | null;
  publicUrl: string | null;
  base: BasePath;
  limits: HttpLimits;
  /** Fresh for each page: base64 of 128 random bits. */
  nonce: () => string;
};

/** True when the request may go on; false when it has been answered. */
export type Guard = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createGuard({ trusted, hosts, publicUrl, base, limits, nonce }: GuardOptions): Guard {
  return (request, response) => {
    const { method = 'GET', headers } = request;
    const place = placeOf(request.url ?? '/', base);
    const url = place?.inner ?? request.url ?? '/';
    const header = (name: string): string | null => {
      const value = headers[name];
      return value === undefined ? null : String(value);
    };
    const kind = place === null ? 'data' : kindOf(url.split('?')[0] ?? '');
    const policy = policyOf(kind, kind === 'page' ? nonce() : '');
    const proto = header('x-forwarded-proto');
    const isTrusted = isTrustedPeer(request.socket.remoteAddress, trusted);
    const byTls = mayBeByTls(header('host') ?? '', { proto, isTrusted }, publicUrl);
    sendAlso(response, answerHeaders(policy, byTls));
    const client = clientAddress(
      request.socket.remoteAddress,
      header('x-forwarded-for') ?? undefined,
      trusted,
    );
    headers[CLIENT_HEADER] = client;
    // From here Next reads the nonce that it gives to its own scripts; a client may not choose it.
    headers['content-security-policy'] = policy;
    delete headers['content-security-policy-report-only'];
    // Nobody needs a piece of a file, and Next answers one that is not there as a mistake of the server's.
    delete headers.range;
    try {
      const refusal = refusalOf({ method, url, header }, hosts);
      if (refusal !== null) throw refusal;
      if (hostsIn(request.rawHeaders) > 1)
        throw new ApiError(
          'invalid_parameter',
          'The header Host is there twice: one names where this goes.',
          {
            headers: { Connection: 'close' },
          },
        );
      if (place === null) throw new ApiError('not_found', `Tenure lives under ${base.path}/ here.`);
      request.url = place.whole;
      const leave = limits.enter(client, method, url);
      response.once('close', () => leave(response.statusCode));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(request, response, error);
      return false;
    }
  };
}

/** RFC 9112, 3.2: who stands before Tenure may have read the other one. */
function hostsIn(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
}

/** What the answer itself says of these stays as it is. */
function sendAlso(response: ServerResponse, headers: Record<string, string>): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    for (const [name, value] of Object.entries(headers))
      if (!response.hasHeader(name)) response.setHeader(name, value);
    return writeHead(...args);
  };
}

/** Without the connection, where there is a body on its way that nobody reads. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: ApiError): void {
  const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers;
  response.writeHead(error.status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    ...error.headers,
    ...(hasBody ? { Connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : JSON.stringify(error.body()));
}
