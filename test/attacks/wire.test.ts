/** Attacks by requests of which two readers could think differently, and by what servers do for those who ask for it. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { sent, wire } from './raw.ts';

const HOUR = 3_600_000;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('attacks on the wire', () => {
  let simulator: Simulator;
  let server: Server;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_LOG_LEVEL: 'silent',
      TENURE_PUBLIC_URL: 'https://tenure.example.org',
    });
    await server.waitFor('live');
  });
  afterAll(async () => {
    await server?.stop();
    await simulator?.stop();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.origin + path, { redirect: 'manual', ...init });
  const silence = (comment: string) =>
    JSON.stringify({
      matchers: [{ field: 'name', value: 'none' }],
      until: Date.now() + HOUR,
      author: 'mallory',
      comment,
    });
  const SMUGGLED = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

  test.each<[string, string, string]>([
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 80', SMUGGLED],
    ['two lengths in one', 'Content-Length: 0, 80', SMUGGLED],
    ['a length and chunks', 'Content-Length: 80\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SMUGGLED}`],
    ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 5', `0\r\n\r\n${SMUGGLED}`],
    ['an encoding that is none', 'Transfer-Encoding: xchunked', `0\r\n\r\n${SMUGGLED}`],
    ['chunks that are not the last', 'Transfer-Encoding: chunked, identity', `0\r\n\r\n${SMUGGLED}`],
    ['a space before the colon', 'Transfer-Encoding : chunked', `0\r\n\r\n${SMUGGLED}`],
    ['a folded line', 'X-A: b\r\n c\r\nTransfer-Encoding:\r\n chunked', `0\r\n\r\n${SMUGGLED}`],
    ['a length with a sign', 'Content-Length: +0', SMUGGLED],
    ['a length in hexadecimal', 'Content-Length: 0x0', SMUGGLED],
    ['a bare carriage return', 'X-A: b\rContent-Length: 0', SMUGGLED],
    ['a zero byte', 'X-A: b\u0000', SMUGGLED],
    ['two hosts', 'Host: evil.example', SMUGGLED],
  ])(
    '51 a request of which two readers could make two is answered once, and refused: %s',
    async (_, headers, rest) => {
      const one = wire(server.origin);
      one.write(`POST /api/v1/retry HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n${rest}`);
      const { text } = await one.closed;
      expect(text).not.toContain('tenure_build_info');
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it('52 a chunk that says another length than it has ends the connection', async () => {
    for (const chunk of [
      '5\r\nabc\r\n0\r\n\r\n',
      'fffffffffffffffff\r\na',
      '-1\r\na\r\n',
      '1;\n\r\na\r\n0\r\n\r\n',
    ]) {
      const one = wire(server.origin);
      one.write(
        `POST /api/v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${SMUGGLED}`,
      );
      one.socket.end();
      expect((await one.closed).text).not.toContain('tenure_build_info');
    }
  });

  test.each<[string, Record<string, string>]>([
    ['X-HTTP-Method-Override', { 'x-http-method-override': 'DELETE' }],
    ['X-HTTP-Method', { 'x-http-method': 'DELETE' }],
    ['X-Method-Override', { 'x-method-override': 'DELETE' }],
    ['_method', {}],
  ])('53 a header makes no other method of a request: %s', async (name, headers) => {
    const made = await ask('/api/v1/silences', { method: 'POST', headers: JSON_TYPE, body: silence(name) });
    const { id, until } = (await made.json()) as { id: string; until: number };
    for (const method of ['GET', 'POST', 'PUT'])
      expect((await ask(`/api/v1/silences/${id}?_method=DELETE`, { method, headers })).status).toBe(405);
    expect(await (await ask('/api/v1/silences')).text()).toContain(`"id":"${id}"`);
    expect(await (await ask('/api/v1/silences')).text()).toContain(`"until":${until}`);
  });

  it('54 no method opens what it should not: TRACE, CONNECT, and what is none', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'PURGE', 'SEARCH']) {
      const { status, text } = await sent(server.origin, `${method} /api/v1/status`, {
        'X-Secret': 'echoed',
      });
      expect([method, status >= 400, text.includes('echoed')]).toEqual([method, true, false]);
    }
    const tunnel = await sent(server.origin, 'CONNECT evil.example:80');
    expect(tunnel.text).not.toMatch(/^HTTP\/1\.1 2/);
  });

  it('55 pieces of a file cost no more than the file', async () => {
    const page = await (await ask('/')).text();
    const file = /\/_next\/static\/[^"']+\.js/.exec(page)?.[0] ?? '';
    const whole = (await (await ask(file)).arrayBuffer()).byteLength;
    const many = `bytes=${Array.from({ length: 300 }, () => '0-').join(',')}`;
    for (const range of [many, 'bytes=0-,0-,0-', 'bytes=-1', 'bytes=5-1', `bytes=${'9'.repeat(400)}-`]) {
      const answer = await ask(file, { headers: { range } });
      expect([200, 206, 416]).toContain(answer.status);
      expect((await answer.arrayBuffer()).byteLength).toBeLessThanOrEqual(whole);
      const guessed = await ask(file, { headers: { range, 'if-range': '"x"' } });
      expect((await guessed.arrayBuffer()).byteLength).toBeLessThanOrEqual(whole);
    }
    const data = await ask('/api/v1/leases', { headers: { range: 'bytes=0-5' } });
    expect(data.status).toBe(200);
    await data.body?.cancel();
  });

  test.each([
    '__proto__',
    'constructor',
    'prototype',
    '__proto__[polluted]',
    'constructor.prototype',
    'toString',
  ])('56 no parameter or field becomes a part of every object: %s', async (name) => {
    for (const path of [
      'clocks',
      'leases',
      'status',
      'alerts',
      'timeline',
      'handovers',
      'nodes',
      'rules',
      'retry',
    ]) {
      const method = path === 'retry' ? 'POST' : 'GET';
      const answer = await ask(`/api/v1/${path}?${new URLSearchParams({ [name]: '1' })}`, { method });
      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.text()).not.toContain('polluted":');
    }
    const body = silence('x').replace('{', `{${JSON.stringify(name)}:{"polluted":1},`);
    const made = await ask('/api/v1/silences', { method: 'POST', headers: JSON_TYPE, body });
    expect(made.status).toBe(400);
    expect(await made.text()).not.toContain('polluted":');
    expect((await ask('/api/v1/status')).status).toBe(200);
  });

  test.each<[string, string]>([
    ['stars', '*a'.repeat(140)],
    ['one letter', 'a'.repeat(300)],
    ['brackets', '('.repeat(300)],
    ['a pattern', '(a+)+$'.repeat(40)],
    ['spaces', ' '.repeat(299)],
    ['dots', 'a-'.repeat(150)],
  ])('57 no text that is looked for takes long: %s', async (_, text) => {
    const before = performance.now();
    for (const path of ['leases', 'nodes', 'handovers', 'timeline'])
      expect([200, 400]).toContain((await ask(`/api/v1/${path}?${new URLSearchParams({ q: text })}`)).status);
    await ask(`/leases/${encodeURIComponent(text.slice(0, 200))}/${encodeURIComponent(text)}`);
    const made = await ask('/api/v1/silences', {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ ...JSON.parse(silence('slow')), matchers: [{ field: 'holder', value: text }] }),
    });
    expect([201, 400]).toContain(made.status);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('58 a body that is packed is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    for (const encoding of ['gzip', 'gzip, gzip', 'deflate', 'br', 'zstd']) {
      const answer = await ask('/api/v1/silences', {
        method: 'POST',
        headers: { ...JSON_TYPE, 'content-encoding': encoding },
        body: new Uint8Array(bomb),
      });
      expect([400, 413, 415]).toContain(answer.status);
      await answer.text();
    }
  });

  it('59 nothing of the cluster is kept by anybody on the way, nor by the browser', async () => {
    for (const path of [
      '/',
      '/alerts',
      '/leases/a/b',
      '/api/v1/leases',
      '/api/v1/incident',
      '/metrics',
      '/findings/vacant',
    ]) {
      const answer = await ask(path, {
        headers: { 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() },
      });
      const { headers, status } = answer;
      expect([path, status]).toEqual([path, 200]);
      expect([path, headers.get('cache-control')]).toEqual([path, expect.stringContaining('no-store')]);
      expect([path, headers.get('etag'), headers.get('last-modified')]).toEqual([path, null, null]);
      await answer.body?.cancel();
    }
  });

  it('60 no name that a client gives the host gets into an answer', async () => {
    for (const headers of [
      { 'X-Forwarded-Host': 'evil.example' },
      { Forwarded: 'host=evil.example' },
      { 'X-Host': 'evil.example', 'X-Original-Host': 'evil.example', 'X-Forwarded-Server': 'evil.example' },
      { Referer: 'https://evil.example/' },
    ])
      for (const path of ['/', '//', '/nodes/', '/api/v1/openapi.json', '/api/v1/incident', '/nowhere']) {
        const { text } = await sent(server.origin, `GET ${path}`, headers);
        expect([path, text.includes('evil.example')]).toEqual([path, false]);
      }
    expect((await sent(server.origin, 'GET /', { Host: 'evil.example' })).status).toBe(421);
  });
});
