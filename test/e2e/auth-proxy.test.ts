/** Behind a login: a real nginx that asks who somebody is, set up as docs/operations.md has it. */

import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { sent } from '../attacks/raw.ts';
import { type Nginx, startNginx } from '../setup/nginx.ts';
import { lacksNginx, suiteName } from '../setup/requirements.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { ROOT, type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

const [LOCATION = ''] = [
  ...readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/```nginx\n(.*?)```/gs),
]
  .map(([, text = '']) => text)
  .filter((text) => text.includes('auth_request'));
const PASSWORDS: Record<string, string> = { ana: 'secret', ben: 'secret', root: 'secret' };
const basic = (user: string, password = 'secret') => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

/** Stands for oauth2-proxy: says by a header who has logged in. */
function login(): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const [user = '', password] = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64')
      .toString()
      .split(':');
    if (PASSWORDS[user] === undefined || PASSWORDS[user] !== password) {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      return;
    }
    response.writeHead(200, { 'x-auth-request-user': user === 'root' ? 'system:admin' : user }).end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(lacksNginx !== null)(suiteName('behind a login of nginx', lacksNginx), () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let believing: Server;
  let asking: Server;
  let elsewhere: Server;
  let nginx: Nginx;
  let door: HttpServer;

  const KUBE = () => ({ KUBECONFIG: reviewer.kubeconfig, TENURE_LOG_LEVEL: 'info', TENURE_AUTH: 'proxy' });
  const place = (name: string, origin: string): string =>
    LOCATION.replaceAll('http://tenure', `${origin}/`).replace('location /', `location /${name}/`);
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, {
      a: { user: 'ana' },
      b: { user: 'ben', namespaces: ['kube-system'] },
    });
    const trusted = { TENURE_TRUSTED_PROXIES: '127.0.0.1' };
    const named = { 'x-forwarded-user': 'ana' };
    believing = await startServer({ ...KUBE(), ...trusted }, named);
    asking = await startServer({ ...KUBE(), ...trusted, TENURE_AUTH_PROXY_REVIEW: 'true' }, named);
    elsewhere = await startServer({ ...KUBE(), TENURE_TRUSTED_PROXIES: '192.0.2.1' });
    await believing.waitFor('live');
    await asking.waitFor('live');
    door = await login();
    const bound = door.address();
    if (bound === null || typeof bound === 'string') throw new Error('the login has no port');
    nginx = await startNginx(`
      location = /oauth2/auth { internal; proxy_pass http://127.0.0.1:${bound.port}; }
      ${place('believing', believing.origin)}
      ${place('asking', asking.origin)}
      ${place('elsewhere', elsewhere.origin)}
    `);
  });
  afterAll(async () => {
    await nginx?.stop();
    door?.close();
    for (const server of [believing, asking, elsewhere]) await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const status = async (at: string, headers: Record<string, string>) => {
    const answer = await fetch(`${nginx.origin}/${at}/api/v1/status`, { headers });
    return [answer.status, answer.ok ? await answer.json() : await answer.text()] as const;
  };

  it('is whom the login names, and nobody without it', async () => {
    expect((await status('believing', {}))[0]).toBe(401);
    expect((await status('believing', basic('ana', 'wrong')))[0]).toBe(401);
    expect(await status('believing', basic('ana'))).toMatchObject([
      200,
      { auth: { mode: 'proxy', user: 'ana', open: false }, sees: null },
    ]);
    const page = await fetch(`${nginx.origin}/believing/`, { headers: basic('ben') });
    expect(await page.text()).toContain('Signed in as ben');
  });

  test.each<[string, Record<string, string>]>([
    ['as it is', { 'X-Forwarded-User': 'root' }],
    ['in small letters', { 'x-forwarded-user': 'root' }],
    ['with an underscore', { X_Forwarded_User: 'root' }],
    ['groups too', { 'X-Forwarded-User': 'root', 'X-Forwarded-Groups': 'system:masters' }],
    [
      'another name of it',
      { 'X-Forwarded-Email': 'root', 'X-Remote-User': 'root', 'X-Auth-Request-User': 'root' },
    ],
  ])('80 a header that a client sends through the login is overwritten: %s', async (_, headers) => {
    expect(await status('believing', { ...basic('ben'), ...headers })).toMatchObject([
      200,
      { auth: { user: 'ben' } },
    ]);
    expect((await status('believing', headers))[0]).toBe(401);
  });

  it('81 who comes past the login is nobody, whatever they say', async () => {
    // A proxy of another address than those that are believed.
    expect((await status('elsewhere', basic('ana')))[0]).toBe(401);
    for (const headers of [
      { 'X-Forwarded-User': 'ana' },
      { 'X-Forwarded-User': 'ana', 'X-Forwarded-For': '192.0.2.1' },
      { 'X-Forwarded-User': 'ana', Forwarded: 'for=192.0.2.1', 'X-Real-IP': '192.0.2.1' },
    ]) {
      const { status: code, text } = await sent(elsewhere.origin, 'GET /api/v1/leases', headers);
      expect([code, text.includes('unauthorized')]).toEqual([401, true]);
    }
    expect((await fetch(`${elsewhere.origin}/metrics`)).status).toBe(401);
    expect((await fetch(`${elsewhere.origin}/`)).status).toBe(401);
    expect((await fetch(`${elsewhere.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${elsewhere.origin}/sign-in`)).status).toBe(404);
  });

  it('82 a header that is there twice is nobody’s', async () => {
    const twice = await sent(believing.origin, 'GET /api/v1/status', {
      'X-Forwarded-User': 'ana',
      'x-forwarded-user': 'ben',
    });
    expect(twice.status).toBe(401);
    expect((await sent(believing.origin, 'GET /api/v1/status', { 'X-Forwarded-User': 'ana' })).status).toBe(
      200,
    );
  });

  it('83 nobody is the API server’s own by a login', async () => {
    expect((await status('believing', basic('root')))[0]).toBe(401);
    expect((await status('asking', basic('root')))[0]).toBe(401);
  });

  it('sees what the API server lets that user list, where it is asked', async () => {
    expect(await status('asking', basic('ana'))).toMatchObject([200, { sees: null }]);
    expect(await status('asking', basic('ben'))).toMatchObject([
      200,
      { auth: { user: 'ben' }, sees: ['kube-system'] },
    ]);
  });

  it('is by name in the log who made a silence', async () => {
    const made = await fetch(`${nginx.origin}/believing/api/v1/silences`, {
      method: 'POST',
      headers: { ...basic('ben'), 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ field: 'name', value: 'none' }],
        until: Date.now() + 3_600_000,
        author: 'somebody else',
        comment: 'x',
      }),
    });
    expect(made.status).toBe(201);
    await believing.program.says(/"user":"ben"[^\n]*"author":"somebody else"[^\n]*"msg":"silence created"/);
  });
});
