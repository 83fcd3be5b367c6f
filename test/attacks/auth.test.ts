/** Attacks on a Tenure that asks the API server who somebody is. Numbered as those over HTTP. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { createSessions } from '../../lib/server/auth/auth-session.ts';
import { FAILURES, NEW_TOKENS } from '../../lib/server/auth/auth-tokens.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { sent } from './raw.ts';

const HOUR = 3_600_000;
const KEY = 'a session key of these tests, of 32 characters at least';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const SECRET = 'the-secret-token-of-ana';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const as = (cookie: string) => ({ cookie: `tenure-session=${cookie}` });

describe('attacks on who gets in', () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let server: Server;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, {
      [SECRET]: { user: 'ana' },
      'ben-token': { user: 'ben', namespaces: ['kube-system'] },
      'cleo-token': { user: 'cleo', namespaces: [] },
      'scrape-token': { user: 'prometheus', namespaces: [], paths: ['/metrics'] },
    });
    server = await startServer(
      {
        KUBECONFIG: reviewer.kubeconfig,
        TENURE_AUTH: 'token',
        TENURE_SESSION_KEY: KEY,
        TENURE_TRUSTED_PROXIES: '127.0.0.0/8',
        TENURE_LOG_LEVEL: 'debug',
      },
      bearer(SECRET),
    );
    await server.waitFor('live');
  });
  afterAll(async () => {
    await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.origin + path, { redirect: 'manual', ...init });
  const statusOf = async (path: string, headers: Record<string, string>): Promise<number> => {
    const answer = await ask(path, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
  const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask('/api/v1/sign-in', {
      method: 'POST',
      headers: { ...FORM, ...headers },
      body: String(new URLSearchParams(fields)),
    });
  const session = async (token = SECRET): Promise<string> => {
    const answer = await signIn({ token });
    const cookie = /tenure-session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
    if (cookie === undefined) throw new Error(`no session: ${answer.headers.get('location')}`);
    return cookie;
  };

  test.each([
    '/api/v1/status',
    '/api/v1/leases',
    '/api/v1/stream',
    '/api/v1/handovers',
    '/api/v1/incident',
    '/api/v1/openapi.json',
    '/api/v1/silences',
    '/api/v1/none',
    '/api',
    '/metrics',
    '//api/v1/leases',
    '/API/v1/leases',
    '/api/v1/leases/',
    '/api/v1/leases;/sign-in',
    '/sign-in/../api/v1/leases',
    '/_next/static/../../api/v1/leases',
    '/_next/static/%2e%2e/%2e%2e/api/v1/leases',
    '/healthz/../api/v1/leases',
    '/api/v1/sign-in/../leases',
    '/api/v1/leases?x=/sign-in',
    '/icon.svg/../../api/v1/status',
    '/_next/static/..%2f..%2fapi/v1/leases',
    '/_next/static/%252e%252e/%252e%252e/api/v1/leases',
    '/_next/static/.%2e/.%2E/api/v1/leases',
    '/_next/static/..\\..\\api\\v1\\leases',
    '/_next/static/#/../../api/v1/leases',
    '/%61pi/v1/leases',
    '/healthz#/../api/v1/leases',
    'http://127.0.0.1/api/v1/leases',
    '/_next/data/x/index.json',
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
  ])('33 nothing of the cluster is said to who shows nothing: %s', async (path) => {
    const { status, text } = await sent(server.origin, `GET ${path}`);
    expect([303, 307, 308, 400, 401, 404]).toContain(status);
    expect(text).not.toMatch(/"holder"|kube-scheduler|tenure_leases|"items"/);
  });

  it('34 a call is refused in the API’s form, a page leads to where one signs in, and what is no data is open', async () => {
    const call = await ask('/api/v1/leases');
    expect([call.status, call.headers.get('www-authenticate'), call.headers.get('cache-control')]).toEqual([
      401,
      'Bearer',
      'no-store',
    ]);
    expect(await call.json()).toMatchObject({ error: { code: 'unauthorized' } });
    const page = await ask('/timeline?from=now-10m');
    expect([page.status, page.headers.get('location')]).toEqual([
      303,
      '/sign-in?next=%2Ftimeline%3Ffrom%3Dnow-10m',
    ]);
    expect((await ask('/api/v1/silences', { method: 'POST', body: '{}' })).status).toBe(401);
    for (const path of ['/healthz', '/readyz', '/icon.svg', '/sign-in'])
      expect([path, await statusOf(path, {})]).toEqual([path, 200]);
  });

  test.each<[string, Record<string, string>]>([
    ['a user', { 'X-Forwarded-User': 'ana' }],
    ['a user in capitals', { 'X-FORWARDED-USER': 'ana', 'X-REMOTE-USER': 'ana' }],
    ['groups', { 'X-Forwarded-User': 'ana', 'X-Forwarded-Groups': 'system:masters' }],
    ['impersonation', { 'Impersonate-User': 'ana', 'Impersonate-Group': 'system:masters' }],
    ['Tenure’s own', { 'x-tenure-client': '127.0.0.1', 'x-tenure-transport': 'tls', 'x-tenure-user': 'ana' }],
    [
      'Next’s own',
      { 'x-middleware-subrequest': 'middleware', 'x-invoke-path': '/sign-in', 'x-matched-path': '/sign-in' },
    ],
    [
      'an internal call',
      { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' },
    ],
  ])('35 a header lets nobody in: %s', async (_, headers) => {
    expect(await statusOf('/api/v1/leases', headers)).toBe(401);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['a word', 'Bearer'],
    ['a guess', 'Bearer guess'],
    ['another scheme', `Basic ${Buffer.from(`ana:${SECRET}`).toString('base64')}`],
    ['an unsigned token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW06YWRtaW4ifQ.'],
    ['two tokens in one', `Bearer guess, Bearer ${SECRET}`],
    ['a giant', `Bearer ${'a'.repeat(12_000)}`],
    ['what ends early', `Bearer ${SECRET}%00`],
    ['JSON', `Bearer {"token":"${SECRET}"}`],
  ])('36 no other Authorization lets in: %s', async (_, authorization) =>
    expect(await statusOf('/api/v1/leases', { authorization })).toBe(401),
  );

  it('37 a header that is sent twice says nothing, in whatever letters', async () => {
    const twice = (one: string, other: string) =>
      sent(server.origin, 'GET /api/v1/leases', { Authorization: one, authorization: other });
    expect((await twice(`Bearer ${SECRET}`, 'Bearer guess')).status).toBe(401);
    expect((await twice('Bearer guess', `Bearer ${SECRET}`)).status).toBe(401);
    const giant = await sent(server.origin, 'GET /api/v1/leases', {
      Authorization: `Bearer ${'a'.repeat(20_000)}`,
    });
    expect(giant.status).toBe(431);
  });

  test.each(['token', 'access_token', 'id_token'])(
    '38 a token in an address is refused, not kept: %s',
    async (name) => {
      for (const path of ['/', '/api/v1/leases', '/sign-in']) {
        const answer = await ask(`${path}?${name}=${SECRET}`);
        expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
        expect(await answer.text()).not.toContain(SECRET);
      }
    },
  );

  it('39 a cookie that was changed, made by another key or of another kind is none', async () => {
    const good = await session();
    expect(await statusOf('/api/v1/leases', as(good))).toBe(200);
    const forged = [
      ...[
        good.slice(0, -1),
        `${good}A`,
        good.toLowerCase(),
        good.replace('v1.', 'v2.'),
        good.replace('v1.', ''),
      ],
      createSessions('another key of 32 characters or more', randomBytes).seal(SECRET, Date.now() + HOUR) ??
        '',
      `v1.${Buffer.from(JSON.stringify([Date.now() + HOUR, SECRET])).toString('base64url')}`,
      `none.${Buffer.from(JSON.stringify({ user: 'ana' })).toString('base64url')}.`,
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.',
      ...Array.from({ length: 40 }, (_, index) => {
        const at = 3 + Math.floor((index * (good.length - 3)) / 40);
        return good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
      }),
    ];
    for (const cookie of forged)
      expect([cookie, await statusOf('/api/v1/leases', as(cookie))]).toEqual([cookie, 401]);
    expect(await statusOf('/api/v1/leases', { cookie: `tenure-session=${good}; tenure-session=x` })).toBe(
      401,
    );
  });

  it('40 a session that is over, or was ended, is not to be had again', async () => {
    const sealing = createSessions(KEY, randomBytes);
    expect(await statusOf('/api/v1/leases', as(sealing.seal(SECRET, Date.now() - 1) ?? ''))).toBe(401);
    const own = await session();
    const left = await ask('/api/v1/sign-out', { method: 'POST', headers: { ...FORM, ...as(own) } });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/sign-in']);
    expect(left.headers.get('set-cookie')).toMatch(
      /^tenure-session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict/,
    );
    expect(await statusOf('/api/v1/leases', as(own))).toBe(401);
  });

  it('41 who signs in gets a session of their own, whatever cookie was planted before', async () => {
    const planted = await session('ben-token');
    const answer = await signIn({ token: SECRET }, as(planted));
    const cookie = /tenure-session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';
    expect(cookie).not.toBe(planted);
    const status = await (await ask('/api/v1/status', { headers: as(cookie) })).json();
    expect(status).toMatchObject({ auth: { mode: 'token', user: 'ana', open: false } });
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/api/v1/sign-out',
    'evil.example',
    '@evil.example',
  ])('42 signing in leads to no other site: %s', async (next) => {
    const answer = await signIn({ token: SECRET, next });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const page = await (await ask(`/sign-in?${new URLSearchParams({ next })}`)).text();
    expect(page).toContain('name="next" value="/"');
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['an older browser', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    [
      'a link',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('43 a foreign page signs nobody in or out: %s', async (_, headers) => {
    const answer = await signIn({ token: SECRET }, headers);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
    const own = await session();
    const left = await ask('/api/v1/sign-out', {
      method: 'POST',
      headers: { ...FORM, ...as(own), ...headers },
    });
    expect(left.status).toBe(403);
    expect(await statusOf('/api/v1/leases', as(own))).toBe(200);
    expect((await ask('/api/v1/sign-out')).status).toBe(405);
  });

  it('44 a token is pasted by TLS or on this machine, and its cookie goes back the same way', async () => {
    const by = (headers: Record<string, string>) =>
      sent(
        server.origin,
        'POST /api/v1/sign-in',
        { ...FORM, ...headers, 'Content-Length': '29' },
        `token=${SECRET}`,
      );
    const plain = await by({ 'X-Forwarded-Proto': 'http', Host: '127.0.0.1' });
    expect(plain.text).not.toMatch(/; Secure/);
    const tls = await by({ 'X-Forwarded-Proto': 'https', Host: '127.0.0.1' });
    expect(tls.text).toMatch(
      /Set-Cookie: __Host-tenure-session=v1\.[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure/i,
    );
  });

  it('45 a namespace is seen by who may list there, and /metrics by who may get it', async () => {
    const items = (await (
      await ask('/api/v1/leases?limit=1000', { headers: bearer('ben-token') })
    ).json()) as {
      items: { namespace: string }[];
    };
    expect(new Set(items.items.map(({ namespace }) => namespace))).toEqual(new Set(['kube-system']));
    expect(await statusOf('/api/v1/leases', bearer('cleo-token'))).toBe(403);
    expect(await statusOf('/metrics', bearer('cleo-token'))).toBe(403);
    expect(await statusOf('/metrics', bearer('scrape-token'))).toBe(200);
    expect(await statusOf('/api/v1/leases', bearer('scrape-token'))).toBe(403);
    for (const path of ['/x/../metrics', '/%6detrics', '/./metrics', '/x/%2e%2e/metrics', '//metrics']) {
      const { status, text } = await sent(server.origin, `GET ${path}`, {
        Authorization: 'Bearer ben-token',
      });
      expect([path, status === 200 || text.includes('tenure_')]).toEqual([path, false]);
    }
    const page = await ask('/', { headers: bearer('cleo-token') });
    expect(page.headers.get('location')).toBe('/sign-in?problem=forbidden');
  });

  test.each<[string, number, number, unknown]>([
    ['no', 201, 401, { authenticated: false, user: { username: 'ana' } }],
    ['yes, in words', 201, 401, { authenticated: 'true', user: { username: 'ana' } }],
    ['yes, of nobody', 201, 401, { authenticated: true }],
    ['nothing', 201, 401, null],
    ['500', 500, 503, { authenticated: true, user: { username: 'ana' } }],
    ['403', 403, 503, {}],
    ['a redirect', 302, 503, { authenticated: true, user: { username: 'ana' } }],
  ])('46 the API server’s answer lets nobody in: %s', async (what, code, status, said) => {
    const token = `asked-${what.replaceAll(/[^a-z0-9]/g, '')}`;
    reviewer.answers = [({ spec }) => (spec.token === token ? { code, status: said } : null)];
    expect(await statusOf('/api/v1/leases', bearer(token))).toBe(status);
    reviewer.answers = [];
  });

  it('47 a flood of guesses is not passed on to the API server, and keeps nobody out who is in', async () => {
    const own = await session();
    reviewer.asked.length = 0;
    const guesses = Array.from({ length: 300 }, (_, index) => signIn({ token: `guess-${index}` }));
    const places = (await Promise.all(guesses)).map(({ headers }) => headers.get('location'));
    expect(new Set(places)).toEqual(
      new Set(['/sign-in?problem=unauthorized', '/sign-in?problem=too_many_requests']),
    );
    const asked = reviewer.asked.filter(({ spec }) => spec.token?.startsWith('guess-'));
    expect(asked.length).toBeLessThanOrEqual(FAILURES.burst + 5);
    expect(await statusOf('/api/v1/leases', as(own))).toBe(200);
    // Who comes by a proxy that is believed is another client.
    expect(
      await statusOf('/api/v1/leases', { ...bearer('ben-token'), 'x-forwarded-for': '203.0.113.9' }),
    ).toBe(200);
  });

  it('91 a flood of tokens that are accepted is not passed on to the API server without end', async () => {
    const own = await session();
    const count = NEW_TOKENS.burst * 2;
    const mallory = Array.from({ length: count }, (_, index) => `mallory-${index}`);
    for (const token of mallory) reviewer.people[token] = { user: 'mallory', namespaces: ['kube-system'] };
    reviewer.asked.length = 0;
    const statuses: number[] = [];
    // Few at a time: so many guesses are let through, and until they are answered these are some.
    while (mallory.length > 0) {
      const answers = mallory
        .splice(0, 10)
        .map((token) => statusOf('/api/v1/leases', { ...bearer(token), 'x-forwarded-for': '203.0.113.20' }));
      statuses.push(...(await Promise.all(answers)));
    }
    const refused = statuses.filter((status) => status === 429).length;
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(refused).toBeGreaterThan(0);
    const asked = reviewer.asked.filter(({ spec }) => spec.token?.startsWith('mallory-'));
    expect(asked).toHaveLength(count - refused);
    // Who is in stays in, also by that address, and others come in.
    expect(await statusOf('/api/v1/leases', { ...as(own), 'x-forwarded-for': '203.0.113.20' })).toBe(200);
    expect(
      await statusOf('/api/v1/leases', { ...bearer('ben-token'), 'x-forwarded-for': '203.0.113.21' }),
    ).toBe(200);
  });

  it('92 open metrics are closed to whom a proxy brings', async () => {
    const env = { KUBECONFIG: reviewer.kubeconfig, TENURE_AUTH: 'token', TENURE_METRICS: 'open' };
    const open = await startServer({ ...env, TENURE_LOG_LEVEL: 'silent' }, bearer(SECRET));
    onTestFinished(() => void open.stop());
    await open.waitFor('live');
    const scraped = (headers: Record<string, string>) => fetch(`${open.origin}/metrics`, { headers });
    expect(await (await scraped({})).text()).toContain('tenure_build_info');
    for (const headers of [
      { 'x-forwarded-for': '198.51.100.7' },
      { 'X-Forwarded-Host': 'tenure.example' },
      { 'x-forwarded-proto': 'https' },
      { forwarded: 'for=198.51.100.7' },
    ] as Record<string, string>[]) {
      expect((await scraped(headers)).status).toBe(401);
      expect((await scraped({ ...headers, ...bearer('ben-token') })).status).toBe(403);
      expect((await scraped({ ...headers, ...bearer('scrape-token') })).status).toBe(200);
    }
  });

  it('48 no token is in a page, a file, an answer or the log, nor what sessions are sealed with', async () => {
    const own = await session();
    await ask('/api/v1/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"token":"${SECRET}"`,
    });
    for (const path of ['/', '/sign-in', '/api/v1/status', '/api/v1/incident', '/metrics', '/nowhere']) {
      const text = await (await ask(path, { headers: { ...bearer(SECRET), ...as(own) } })).text();
      expect([path, ...[SECRET, own, KEY].filter((one) => text.includes(one))]).toEqual([path]);
    }
    const made = await ask('/api/v1/silences', {
      method: 'POST',
      headers: { ...as(own), 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ field: 'name', value: 'none' }],
        until: Date.now() + HOUR,
        author: 'me',
        comment: 'x',
      }),
    });
    expect(made.status).toBe(201);
    await server.program.says(/"user":"ana"[^\n]*"msg":"silence created"/);
    await server.program.says(/"user":"ana"[^\n]*"msg":"signed in"/);
    expect(server.program.output()).not.toContain(SECRET);
    expect(server.program.output()).not.toContain(own);
    expect(server.program.output()).not.toContain(KEY);
  });

  it('49 with the API server away nobody new is let in, and who is in only for half a minute', async () => {
    reviewer.people['dora-token'] = { user: 'dora' };
    const before = await ask('/api/v1/leases', { headers: bearer('ben-token') });
    expect(before.status).toBe(200);
    reviewer.away = true;
    const answer = await ask('/api/v1/leases', {
      headers: { ...bearer('dora-token'), 'x-forwarded-for': '203.0.113.10' },
    });
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toMatch(/ECONN|127\.0\.0\.1|socket/);
    expect(await statusOf('/api/v1/leases', bearer('ben-token'))).toBe(200);
    const page = await ask('/alerts', {
      headers: { ...bearer('dora-token'), 'x-forwarded-for': '203.0.113.10' },
    });
    expect(page.headers.get('location')).toBe('/sign-in?problem=unavailable&next=%2Falerts');
    reviewer.away = false;
  });
});
