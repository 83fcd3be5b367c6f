/** Signing in and out, by a form that needs no JavaScript or by JSON. What a form is answered is a page to go to. */
import { ApiError } from '../api/api-error.ts';
import { json } from '../api/route.ts';
import { auditSignIn } from '../audit.ts';
import { CLIENT_HEADER } from '../http/client-address.ts';
import { isForeign } from '../http/foreign-page.ts';
import { unknownCall } from '../http/not-found.ts';
import { boundedText, jsonBody } from '../http/request-body.ts';
import type { Log } from '../log.ts';
import { sharedConfig } from '../shared-config.ts';
import { pastedToken } from './auth-claim.ts';
import type { Gate, SignedIn } from './auth-gate.ts';
import { ownPage } from './auth-next.ts';
import { SignInSchema } from './auth-schemas.ts';
import { sharedGate } from './auth-shared-gate.ts';
import { insecureTransport, sessionCookie, TRANSPORT_HEADER, type Transport } from './auth-transport.ts';

const FORM = 'application/x-www-form-urlencoded';

export async function signIn(request: Request, log: Log): Promise<Response> {
  const { gate, base } = asked(request);
  const tools = { gate, log };
  if (!isForm(request)) {
    const { token } = await jsonBody(request, SignInSchema);
    const signedIn = await entered(request, token, tools);
    const { user, expiresAt } = signedIn;
    return json({ user, expiresAt }, 200, setCookie(request, base, signedIn));
  }
  const fields = new URLSearchParams(await boundedText(request));
  const next = ownPage(fields.get('next'));
  try {
    const signedIn = await entered(request, fields.get('token') ?? '', tools);
    return seeOther(base + next, setCookie(request, base, signedIn));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const search = new URLSearchParams({ problem: error.code, ...(next === '/' ? {} : { next }) });
    return seeOther(`${base}/sign-in?${search}`);
  }
}

/** `session`: the one that asks; ended for whoever has copied its cookie, too, and its streams by `endStreams`. */
export function signOut(
  request: Request,
  session: string | undefined,
  endStreams: (session: string) => void,
): Response {
  const { gate, base } = asked(request);
  if (session !== undefined) {
    gate.end(session);
    endStreams(session);
  }
  const gone = { 'Set-Cookie': sessionCookie(transportOf(request), base || '/', '', 0) };
  return isForm(request)
    ? seeOther(`${base}/sign-in`, gone)
    : new Response(null, { status: 204, headers: gone });
}

/** Throws an `ApiError`. */
async function entered(
  request: Request,
  pasted: string,
  { gate, log }: { gate: Gate; log: Log },
): Promise<SignedIn> {
  if (transportOf(request) === 'plain') throw insecureTransport();
  const token = pastedToken(pasted);
  if (token === null) throw new ApiError('unauthorized', 'This is no bearer token.');
  const signedIn = await gate.signIn(token, request.headers.get(CLIENT_HEADER) ?? '');
  auditSignIn(log, request, signedIn.user);
  return signedIn;
}

function setCookie(request: Request, base: string, { cookie, lastsMs }: SignedIn): Record<string, string> {
  return { 'Set-Cookie': sessionCookie(transportOf(request), base || '/', cookie, lastsMs) };
}

/** The guard has refused foreign pages already; where a session begins or ends, it is looked at once more. */
function asked(request: Request): { gate: Gate; base: string } {
  const config = sharedConfig();
  if (config?.auth.mode !== 'token') throw unknownCall(new URL(request.url).pathname);
  if (isForeign((name) => request.headers.get(name)))
    throw new ApiError('forbidden', 'This was asked by a page of another origin; only Tenure’s own may.');
  const gate = sharedGate();
  if (gate === null) throw new ApiError('not_ready', 'Tenure is starting; ask again in a second.');
  return { gate, base: config.basePath.path };
}

function transportOf(request: Request): Transport {
  const said = request.headers.get(TRANSPORT_HEADER);
  return said === 'tls' || said === 'loopback' ? said : 'plain';
}

function isForm({ headers }: Request): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === FORM;
}

/** A form's answer is another page, asked for by GET. */
function seeOther(location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: location, 'Cache-Control': 'no-store', ...headers },
  });
}
