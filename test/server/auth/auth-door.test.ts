import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { createDoor } from '../../../lib/server/auth/auth-door.ts';
import { TRANSPORT_HEADER } from '../../../lib/server/auth/auth-transport.ts';
import { readConfig } from '../../../lib/server/config.ts';
import { EVERYONE, NOBODY } from '../../../lib/server/current-viewer.ts';
import { authWorld } from './auth-world.ts';

it.each([
  [true, 'https', 'tls'],
  [true, 'http', 'plain'],
  [false, 'https', 'plain'],
  [false, 'http', 'plain'],
  [false, undefined, 'plain'],
])(
  'by a peer that is trusted (%s) and says %s, who signs in comes by %s',
  async (isTrusted, said, expected) => {
    expect(await transportAtDoor(isTrusted, said, null)).toBe(expected);
  },
);

it('a token is not pasted by plain HTTP where an Ingress of TLS serves that too', async () => {
  expect(await transportAtDoor(false, 'http', 'https://tenure.example')).toBe('plain');
  expect(await transportAtDoor(false, undefined, 'https://tenure.example')).toBe('tls');
});

it.each([
  [{ 'x-forwarded-proto': 'http' }, 'insecure_transport'],
  [{ 'x-forwarded-proto': ' HTTP, https' }, 'insecure_transport'],
  [{ 'x-forwarded-proto': 'https' }, null],
  [{ 'x-forwarded-proto': 'http', host: 'localhost:3000' }, null],
  // Who comes from within the cluster, as Prometheus does, by plain HTTP that nobody tells of.
  [{}, null],
  // And by a sidecar of a mesh, which tells of it, and carries it by TLS of its own.
  [{ 'x-forwarded-proto': 'http', host: 'tenure.monitoring.svc:80' }, null],
])('a bearer token that comes with %o is refused with %s', async (headers, code) => {
  const { text, viewer } = await bearerAtDoor(headers);
  expect([JSON.parse(text || '{}').error?.code ?? null, viewer === null]).toEqual([code, code !== null]);
});

it.each<[string, boolean, Record<string, string>, boolean]>([
  ['who asks Tenure itself', false, {}, true],
  // Prometheus, say, where the proxy is trusted by the network of all Pods.
  ['who asks from among the trusted proxies', true, {}, true],
  ['a trusted proxy that says for whom', true, { 'x-forwarded-for': '198.51.100.7' }, false],
  ['a trusted proxy that says by which host', true, { 'x-forwarded-host': 'tenure.example' }, false],
  ['a trusted proxy that says by which scheme', true, { 'x-forwarded-proto': 'https' }, false],
  ['a trusted proxy that says it as RFC 7239 has it', true, { forwarded: 'for=198.51.100.7' }, false],
  ['a trusted proxy that says who asks', true, { 'x-forwarded-user': 'ana' }, false],
  ['a trusted proxy that hands on a token', true, { authorization: 'Bearer nobody' }, false],
  ['one that says for whom', false, { 'x-forwarded-for': '198.51.100.7' }, false],
  ['one that says by which host', false, { 'x-forwarded-host': 'tenure.example' }, false],
  ['one that says by which scheme', false, { 'x-forwarded-proto': 'https' }, false],
  ['one that says it as RFC 7239 has it', false, { forwarded: 'for=198.51.100.7' }, false],
])('open metrics and %s', async (_, isTrusted, headers, isLetIn) => {
  const door = createDoor({
    config: readConfig({ TENURE_AUTH: 'token', TENURE_METRICS: 'open' }).auth,
    isPeerTrusted: () => isTrusted,
    publicUrl: 'https://tenure.example',
    base: '',
    gate: () => authWorld({}).gate,
  });
  const request = new IncomingMessage(new Socket());
  request.url = '/metrics';
  Object.assign(request.headers, { host: 'tenure.example', ...headers });
  const response = new ServerResponse(request);
  expect(await door(request, response, '192.0.2.1')).toBe(isLetIn ? EVERYONE : null);
  expect(response.statusCode).toBe(isLetIn ? 200 : 401);
});

it.each<[string, boolean, string[], RegExp, string[]]>([
  // The same, whatever they send.
  ['from elsewhere', false, [], /TENURE_TRUSTED_PROXIES .* another address/, ['192.0.2.1']],
  ['from elsewhere with a name', false, ['X-Forwarded-User', 'ana'], /another address/, ['192.0.2.1']],
  ['without the header', true, [], /in the header x-forwarded-user; there it says nobody/, []],
  ['with two', true, ['X-Forwarded-User', 'ana', 'x-forwarded-user', 'ben'], /is there twice/, []],
  ['with a name of Kubernetes', true, ['X-Forwarded-User', 'system:admin'], /begin with system:/, []],
])(
  'behind a login who comes %s is told what is wrong, and the log of an address that is not trusted',
  async (_, isTrusted, rawHeaders, says, logged) => {
    const { gate, strangers } = authWorld({}, { mode: 'proxy' });
    const door = createDoor({
      config: readConfig({ TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '192.0.2.7' }).auth,
      isPeerTrusted: () => isTrusted,
      publicUrl: null,
      base: '',
      gate: () => gate,
    });
    const request = new IncomingMessage(new Socket());
    request.url = '/api/v1/leases';
    request.rawHeaders.push(...rawHeaders);
    const response = new ServerResponse(request);
    const answered = vi.spyOn(response, 'end');
    expect(await door(request, response, '192.0.2.1')).toBeNull();
    expect(response.statusCode).toBe(401);
    const said = String(answered.mock.calls[0]?.[0]);
    expect(said).toMatch(says);
    expect(said).not.toContain('192.0.2');
    expect(strangers).toEqual(logged);
  },
);

async function bearerAtDoor(headers: Record<string, string>) {
  const door = createDoor({
    config: readConfig({ TENURE_AUTH: 'token' }).auth,
    isPeerTrusted: () => false,
    publicUrl: 'https://tenure.example',
    base: '',
    gate: () => authWorld({ 'ana-token': { user: 'ana' } }).gate,
  });
  const request = new IncomingMessage(new Socket());
  request.url = '/api/v1/leases';
  request.rawHeaders.push('Authorization', 'Bearer ana-token');
  Object.assign(request.headers, { host: 'tenure.example', ...headers });
  const response = new ServerResponse(request);
  const answered = vi.spyOn(response, 'end');
  const viewer = await door(request, response, '192.0.2.1');
  return { viewer, text: String(answered.mock.calls[0]?.[0] ?? '') };
}

/** What the routes are told. What the client says of it counts for nothing. */
async function transportAtDoor(isTrusted: boolean, said: string | undefined, publicUrl: string | null) {
  const { auth } = readConfig({ TENURE_AUTH: 'token' });
  const door = createDoor({
    config: auth,
    isPeerTrusted: () => isTrusted,
    publicUrl,
    base: '',
    gate: () => null,
  });
  const request = new IncomingMessage(new Socket());
  request.url = '/sign-in';
  Object.assign(request.headers, { host: 'tenure.example', [TRANSPORT_HEADER]: 'tls' });
  if (said !== undefined) request.headers['x-forwarded-proto'] = said;
  expect(await door(request, new ServerResponse(request), '192.0.2.1')).toBe(NOBODY);
  return request.headers[TRANSPORT_HEADER];
}
