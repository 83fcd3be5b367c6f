/** Attacks over HTTP on the built server. Each has a number by which it can be named, and fails when it succeeds. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { FILES, OPENINGS, RANGES, STREAMS } from '../../lib/server/http/http-limits.ts';
import { CHOICES } from '../../lib/server/stream/channel-room.ts';
import { until } from '../setup/process.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { sent, wire } from './raw.ts';
import { expectNoSql, FILTERS } from './sql.ts';

const HOUR = 3_600_000;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('attacks over HTTP', () => {
  let directory: string;
  let simulator: Simulator;
  let server: Server;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tenure-attacks-'));
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
      TENURE_TRUSTED_PROXIES: '192.0.2.0/24',
    });
    await server.waitFor('live');
  });
  afterAll(async () => {
    await server?.stop();
    await simulator?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.origin + path, { redirect: 'manual', ...init });
  const silence = (over: object = {}) =>
    JSON.stringify({
      matchers: [{ field: 'name', value: 'nothing-is-called-this' }],
      until: Date.now() + HOUR,
      author: 'mallory',
      comment: 'an attack',
      ...over,
    });
  const silences = async (): Promise<string> => (await ask('/api/v1/silences')).text();
  const alive = async () => expect((await ask('/healthz')).status).toBe(200);

  test.each([
    '/../../../../etc/passwd',
    '/_next/static/../../../../etc/passwd',
    '/_next/static/%2e%2e/%2e%2e/server.js',
    '/_next/static/..%2f..%2f..%2fserver.js',
    '/_next/..\\..\\server.js',
    '/icon.svg/../server.js',
    '/leases/..%2f..%2f..%2fetc/passwd',
    '/findings/..%2f..%2fpackage.json',
    '/api/v1/leases/..%2f..%2f..%2fsecrets/x',
    '/api/v1/leases/kube-system/..%2f..%2f..%2f..%2fapi%2fv1%2fsecrets',
    '/api/v1/leases/%00/%00',
    '/api/v1/leases/%ff/%ff',
    '/_next/image?url=file:///etc/passwd&w=64&q=75',
    '/.env',
    '/package.json',
    '/server.js',
    '/data/tenure.db',
  ])('1 a path that leads elsewhere gets nothing of it: %s', async (path) => {
    const { status, text } = await sent(server.origin, `GET ${path}`);
    expect(text).not.toMatch(/root:x:0|__NEXT_PRIVATE|"dependencies"|SQLite format|"kind":"Secret/);
    expect(status).toBeLessThan(500);
    await alive();
  });

  test.each([
    '//evil.example',
    '//evil.example/',
    '/\\evil.example',
    '///evil.example//',
    '/%2f%2fevil.example/',
    '/%5cevil.example',
  ])('2 an address that becomes another one leads to no other host: %s', async (path) => {
    const { text } = await sent(server.origin, `GET ${path}`);
    const location = /^location: (.*)$/im.exec(text)?.[1]?.trim() ?? '/';
    expect(new URL(location, server.origin).origin).toBe(server.origin);
  });

  it('3 a client chooses neither the nonce, nor its address, nor what Next takes for its own', async () => {
    const page = await ask('/', {
      headers: {
        'content-security-policy': "script-src 'nonce-mallory'",
        'x-nonce': 'mallory',
        'x-middleware-subrequest': 'middleware',
        'x-invoke-path': '/metrics',
        'x-matched-path': '/metrics',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-for': '192.0.2.1',
      },
    });
    const text = await page.text();
    expect(text).not.toMatch(/mallory|evil\.example/);
    expect(text).toContain('<html');
    const nonce = /'nonce-([\w+/=]{22,})'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    const scripts = text.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    const again = await ask('/');
    expect(again.headers.get('content-security-policy')).not.toContain(nonce);
    await again.text();
  });

  test.each([
    ['/', 200],
    ['/leases/a/b', 200],
    ['/nowhere', 404],
    ['/%', 400],
    ['/findings/%ff', 400],
    ['/api/v1/leases/%ff/%ff', 400],
    ['/icon.svg', 200],
    ['/_next/static/none.js', 404],
    ['/api/v1/status', 200],
    ['/api/v1/none', 404],
    ['/api/v1/leases?none=1', 400],
    ['/api/v1/incident', 200],
    ['/healthz', 200],
    ['/metrics', 200],
    ['//', 308],
  ])('4 no answer comes without its headers: %s', async (path, status) => {
    const answer = await ask(path, { headers: { 'x-forwarded-proto': 'https' } });
    expect(answer.status).toBe(status);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(
      Object.keys(headers).filter((name) => /^access-control|^x-powered-by|^server$/.test(name)),
    ).toEqual([]);
    await answer.arrayBuffer();
  });

  test.each<[string, string, Record<string, string>]>([
    ['a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text that is JSON', 'POST', { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' }],
    ['JSON of another site', 'POST', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }],
    ['JSON of a neighbour', 'POST', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }],
    ['an older browser', 'POST', { ...JSON_TYPE, origin: 'https://evil.example' }],
    ['a sandboxed frame', 'POST', { ...JSON_TYPE, origin: 'null' }],
    [
      'a link',
      'POST',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('5 a foreign page silences nothing: %s', async (_, method, headers) => {
    const answer = await ask('/api/v1/silences', { method, headers, body: silence({ comment: 'csrf' }) });
    expect([403, 415]).toContain(answer.status);
    expect(await silences()).not.toContain('csrf');
  });

  it('6 a foreign page ends no silence', async () => {
    const made = await ask('/api/v1/silences', { method: 'POST', headers: JSON_TYPE, body: silence() });
    const { id, until } = (await made.json()) as { id: string; until: number };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-origin' },
    ])
      expect([403, 415]).toContain(
        (await ask(`/api/v1/silences/${id}`, { method: 'DELETE', headers })).status,
      );
    expect(await silences()).toContain(`"until":${until}`);
    const preflight = await ask(`/api/v1/silences/${id}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask(`/api/v1/silences/${id}`, { method: 'DELETE' })).status).toBe(200);
  });

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ])('7 a foreign page opens no stream: %j', async (headers) => {
    const answer = await ask('/api/v1/stream', { headers: { accept: 'text/event-stream', ...headers } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    await answer.text();
  });

  it('8 a name that was made to lead here (DNS rebinding) is not answered to', async () => {
    for (const host of ['rebound.example', 'localhost.rebound.example', '127.0.0.1.rebound.example', ''])
      expect((await sent(server.origin, 'GET /api/v1/leases', { Host: host })).status, host).toBe(421);
  });

  it('9 what people write is never a second line of the log, and says who it was', async () => {
    const comment = 'x\r\n{"level":"fatal","audit":true,"msg":"forged"}';
    const made = await ask('/api/v1/silences', {
      method: 'POST',
      headers: { ...JSON_TYPE, 'x-forwarded-for': '203.0.113.66', 'x-tenure-client': '203.0.113.66' },
      body: silence({ author: 'mallory\u001b[2J', comment }),
    });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    await ask(`/api/v1/silences/${id}`, { method: 'DELETE' });
    await server.program.says(new RegExp(`${id}[^\n]*"msg":"silence ended"\\}\n`));
    const lines = server.program
      .output()
      .split('\n')
      .filter((line) => line.includes(id) || line.includes('forged'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg, audit, level }) => [msg, audit, level])).toEqual([
      ['silence created', true, 'info'],
      ['silence ended', true, 'info'],
    ]);
    expect(lines[0]?.client).toBe('127.0.0.1');
  });

  it('12 bodies, headers and addresses have an end', async () => {
    const big = { ...JSON_TYPE, 'content-length': String(10 ** 10) };
    expect((await sent(server.origin, 'POST /api/v1/silences', big)).status).toBe(413);
    const long = silence({ comment: 'a'.repeat(70_000) });
    const longer = await ask('/api/v1/silences', { method: 'POST', headers: JSON_TYPE, body: long });
    expect(longer.status).toBe(413);
    expect((await sent(server.origin, 'GET /', { 'X-A': 'a'.repeat(20_000) })).status).toBe(431);
    expect((await sent(server.origin, `GET /?q=${'a'.repeat(10_000)}`)).status).toBe(414);
    const deep = `{"matchers":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const nested = await ask('/api/v1/silences', { method: 'POST', headers: JSON_TYPE, body: deep });
    expect(nested.status).toBe(400);
    await alive();
  });

  it('13 an upgrade opens nothing that stays open', async () => {
    const { status } = await sent(server.origin, 'GET /api/v1/status', {
      Connection: 'Upgrade, close',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    });
    expect(status).toBe(200);
  });

  it('14 there is no server action to call', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K1"]\r\n--b--\r\n';
    const { status } = await sent(
      server.origin,
      'POST /',
      {
        'Content-Type': 'multipart/form-data; boundary=b',
        'Content-Length': String(body.length),
        'Next-Action': '40'.repeat(21),
      },
      body,
    );
    expect(status).toBe(405);
    await alive();
  });

  test.each(Object.keys(FILTERS))('15 no filter of %s is SQL', (path) => expectNoSql(server.origin, path));

  it('16 nothing that a client says becomes an address that Tenure asks', async () => {
    const asked: string[] = [];
    const { createServer } = await import('node:http');
    const trap = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const bound = trap.address();
    if (bound === null || typeof bound === 'string') throw new Error('the trap has no port');
    const address = `http://127.0.0.1:${bound.port}/`;
    await sent(server.origin, `GET ${address}`);
    await sent(server.origin, `GET /_next/image?url=${encodeURIComponent(address)}&w=64&q=75`);
    await sent(server.origin, `GET /leases/${encodeURIComponent(address)}/x`);
    await sent(server.origin, 'GET /api/v1/status', { 'X-Forwarded-Host': new URL(address).host });
    for (const field of ['url', 'webhook', 'receiver'])
      expect(
        (
          await ask('/api/v1/silences', {
            method: 'POST',
            headers: JSON_TYPE,
            body: silence({ [field]: address }),
          })
        ).status,
      ).toBe(400);
    trap.close();
    expect(asked).toEqual([]);
  });

  // The last ones use up what a client has.
  it('17 one client cannot have all files made at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: FILES.burst + 20 }, async (_, index) => {
        const answer = await ask(`/api/v1/handovers?format=csv&from=now-${index + 1}m`);
        await answer.arrayBuffer();
        return answer;
      }),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await alive();
  });

  it('85 one client cannot have the API server asked about Leases without end', async () => {
    const statuses: number[] = [];
    // Few at a time: connections that are kept open count, too.
    while (statuses.length < RANGES.burst * 3 && !statuses.includes(429)) {
      const answers = Array.from({ length: 50 }, async () => {
        const answer = await ask('/api/v1/leases/kube-system/kube-scheduler');
        await answer.arrayBuffer();
        return answer.status;
      });
      statuses.push(...(await Promise.all(answers)));
    }
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    await alive();
  });

  it('18 one client cannot hold all streams, whatever it says of where it comes from', async () => {
    const open = Array.from({ length: STREAMS.ofClient + 1 }, (_, index) => {
      const one = wire(server.origin);
      one.write(
        `GET /api/v1/stream?name=none HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.${index % 250}\r\n\r\n`,
      );
      return one;
    });
    const first = await Promise.all(
      open.map(
        ({ socket }) =>
          new Promise<string>((resolve) => socket.once('data', (text) => resolve(String(text)))),
      ),
    );
    expect(first.filter((text) => text.startsWith('HTTP/1.1 429'))).toHaveLength(1);
    expect(first.filter((text) => text.startsWith('HTTP/1.1 200'))).toHaveLength(STREAMS.ofClient);
    for (const one of open) one.end();
    await Promise.all(open.map(({ closed }) => closed));
  });

  it('93 one client cannot have a channel made for each choice of Leases that it makes up', async () => {
    const open: AbortController[] = [];
    const stream = async (query: string) => {
      const abort = new AbortController();
      open.push(abort);
      return fetch(`${server.origin}/api/v1/stream?${query}`, { signal: abort.signal });
    };
    // A choice that others had ends when the server hears that their streams did.
    for (let index = 0; index < CHOICES.ofClient; index += 1)
      await until('a choice to be free', async () => {
        const { status } = await stream(`namespace=kube-system&namespace=junk${index}`);
        return status === 200 ? true : null;
      });
    const refused = await stream('namespace=kube-system&namespace=junk');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await refused.text()).toContain('different choices');
    // The same choice in other words, and none, which is what a page has.
    expect((await stream('namespace=junk0&namespace=kube-system&namespace=junk0')).status).toBe(200);
    expect((await stream('')).status).toBe(200);
    for (const abort of open) abort.abort();
    await alive();
  });

  it('94 one client cannot open streams without end, however soon it leaves them', async () => {
    const statuses: number[] = [];
    while (statuses.length < OPENINGS.burst * 2 && !statuses.includes(429)) {
      const answers = Array.from({ length: 50 }, async () => {
        // Refused for what it asks; an opening all the same.
        const answer = await ask('/api/v1/stream?none=1');
        await answer.arrayBuffer();
        return answer.status;
      });
      statuses.push(...(await Promise.all(answers)));
    }
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    await alive();
  });
});
