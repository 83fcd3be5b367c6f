/** Attacks on the path under which Tenure lives, numbered on from those over HTTP and by browser. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { FILES } from '../../lib/server/http/http-limits.ts';
import { type Server, startServer } from '../setup/stack.ts';
import { sent } from './raw.ts';

/** `before`: what Tenure itself is asked with. */
describe.each([
  { way: 'kept', before: '/tenure', env: {} },
  { way: 'taken off', before: '', env: { TENURE_BASE_PATH_STRIPPED: '1' } },
])('attacks on a path that is $way', ({ before, env }) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ TENURE_LOG_LEVEL: 'silent', TENURE_BASE_PATH: '/tenure', ...env });
  });
  afterAll(async () => {
    await server?.stop();
  });

  const locationOf = (text: string): string | null => /^location: (.*)$/im.exec(text)?.[1]?.trim() ?? null;

  test.each([
    `${before}/../healthz`,
    `${before}/../metrics`,
    `${before}/%2e%2e/metrics`,
    `${before}/.%2E/api/v1/status`,
    `${before}/nodes/../../metrics`,
    `${before}/nodes/..\\..\\metrics`,
    `${before}/_next/static/%2e%2e/%2e%2e/%2e%2e/server.js`,
    `${before}/./metrics`,
  ])('28 a path that leads up is none: %s', async (path) => {
    const { status, text } = await sent(server.origin, `GET ${path}`);
    expect(status).toBe(404);
    expect(text).toContain('Tenure lives under /tenure/');
  });

  test.each([
    '//evil.example',
    '//evil.example/',
    '//evil.example/tenure',
    '//evil.example/tenure/',
    '/\\evil.example/tenure/',
    '/tenure//evil.example',
    '/tenure//evil.example/',
    '/tenure///evil.example//',
    '/tenure/\\evil.example/',
    '/tenure/%2f%2fevil.example/',
    '/tenure/%5cevil.example/',
    '/tenure/nodes/',
    '/tenure@evil.example/',
    '/tenure/@evil.example/',
    'http://evil.example/tenure/nodes/',
  ])('29 no address leads to another host, nor out of the path: %s', async (path) => {
    const { status, text } = await sent(server.origin, `GET ${path}`);
    expect(status).toBeLessThan(500);
    const location = locationOf(text);
    if (location === null) return;
    // As a browser reads it.
    const { origin, pathname } = new URL(location, `${server.origin}/tenure/`);
    expect(origin).toBe(server.origin);
    expect(pathname).toMatch(/^\/tenure(\/|$)/);
  });

  it('30 a client chooses the path by no header', async () => {
    const { text } = await sent(server.origin, `GET ${before}/`, {
      'X-Forwarded-Prefix': '/mallory',
      'X-Forwarded-Path': '/mallory',
      'X-Original-URL': '/mallory',
      'X-Rewrite-URL': '/mallory',
      'X-Script-Name': '/mallory',
    });
    expect(text).toContain('"/tenure/_next/static/');
    expect(text).not.toContain('mallory');
  });

  it('31 a foreign page changes nothing here either, and pages have their policy', async () => {
    const made = await sent(server.origin, `POST ${before}/api/v1/silences`, {
      'Sec-Fetch-Site': 'cross-site',
      'Content-Length': '0',
    });
    expect(made.status).toBe(403);
    const action = await sent(server.origin, `POST ${before}/nodes`, { 'Content-Length': '0' });
    expect(action.status).toBe(405);
    const page = await sent(server.origin, `GET ${before}/nodes`);
    expect(page.text).toMatch(/content-security-policy: .*'nonce-[^']{22,}'/i);
    const file = await sent(server.origin, `GET ${before}/icon.svg`);
    expect(file.text).toMatch(/content-security-policy: default-src 'none'/i);
  });

  // The last one uses up what a client has.
  it('32 one client has no larger share under a path', async () => {
    const asked = Array.from({ length: FILES.burst + 20 }, (_, index) =>
      sent(server.origin, `GET ${before}/api/v1/handovers?format=csv&from=now-${index + 1}m`),
    );
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  });
});

describe('attacks on what lies outside', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ TENURE_LOG_LEVEL: 'silent', TENURE_BASE_PATH: '/tenure' });
  });
  afterAll(async () => {
    await server?.stop();
  });

  test.each([
    '/',
    '/metrics',
    '/api/v1/status',
    '/_next/static/chunks/x.js',
    '/tenurex',
    '/tenure%2f..',
    '/tenure%2fmetrics',
    '/%74enure/metrics',
    '/TENURE/metrics',
    '/tenure;a/metrics',
    '/healthz/../metrics',
    '/__tenure_base_path__/metrics',
  ])('50 nothing answers beside the path but the probes: %s', async (path) => {
    const { status, text } = await sent(server.origin, `GET ${path}`);
    expect(status).toBe(404);
    expect(text).toMatch(/content-security-policy: default-src 'none'/i);
    expect((await sent(server.origin, 'GET /healthz')).status).toBe(200);
    expect((await sent(server.origin, 'GET /tenure/healthz')).status).toBe(200);
  });
});
