/** Attacks by clients that take their time, on the guard with shorter bounds than those people run it with. */
import http, { type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../lib/server/config.ts';
import { BOUNDS, CONNECTIONS, guardServers } from '../../lib/server/http/guarded-server.ts';
import { OTHERS } from '../../lib/server/http/http-limits.ts';
import { wire } from './raw.ts';

const SHORT = {
  ...BOUNDS,
  headersTimeout: 300,
  requestTimeout: 600,
  connectionsCheckingInterval: 50,
};

describe('attacks of the slow', () => {
  const { createServer } = http;
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    guardServers(readConfig({}), { bounds: SHORT });
    server = http.createServer((request, response) => {
      if (request.url === '/api/v1/stream') response.write('retry: 2000\n\n');
      else request.on('end', () => response.end('whole')).resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    origin = `http://127.0.0.1:${address.port}`;
  });
  afterAll(async () => {
    Object.assign(http, { createServer });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** What was said before it was cut off, while `drop` came every 20 ms. */
  async function dripping(head: string, drop: string): Promise<{ text: string; afterMs: number }> {
    const slow = wire(origin);
    slow.write(head);
    const timer = setInterval(() => slow.write(drop), 20);
    const cut = await slow.closed;
    clearInterval(timer);
    return cut;
  }

  it('10 headers that never end are cut off, and a stream goes on meanwhile', async () => {
    const stream = await fetch(`${origin}/api/v1/stream`);
    const reader = stream.body?.getReader();
    const { text, afterMs } = await dripping('GET / HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 408/);
    expect(afterMs).toBeLessThan(5_000);
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
  });

  it('11 a body that comes for ever is cut off', async () => {
    const head =
      'POST /api/v1/silences HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n';
    const { text, afterMs } = await dripping(head, ' ');
    expect(text).not.toContain('whole');
    expect(afterMs).toBeLessThan(5_000);
  });

  it('84 people run it with bounds that no honest client meets', () => {
    expect(BOUNDS.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(BOUNDS.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(BOUNDS.connectionsCheckingInterval).toBeLessThanOrEqual(2_000);
  });
});

describe('attacks by those who only hold on', () => {
  const { createServer } = http;
  let server: Server;
  let port: number;
  const many: Socket[] = [];
  beforeAll(async () => {
    // By itself none of these connections ends.
    guardServers(readConfig({}), { bounds: { ...BOUNDS, headersTimeout: 60_000, requestTimeout: 60_000 } });
    server = http.createServer((_, response) => response.end('whole'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    port = address.port;
  });
  afterAll(async () => {
    Object.assign(http, { createServer });
    for (const one of many) one.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (path: string, localAddress: string, agent: http.Agent | false = false): Promise<string> =>
    new Promise((resolve, reject) => {
      http
        .get({ port, host: '127.0.0.1', path, localAddress, agent }, async (response) =>
          resolve((await response.setEncoding('utf8').toArray()).join('')),
        )
        .once('error', reject);
    });
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  const open = (): Promise<void> =>
    new Promise((resolve) => {
      server.once('connection', () => resolve());
      many.push(connect({ port, host: '127.0.0.1', localAddress: '127.0.0.1' }).on('error', () => undefined));
    });

  it('86 one address cannot take all connections: others, and who asks whether Tenure lives, are answered', async () => {
    const { ofAddress, spare } = CONNECTIONS;
    while (many.length < ofAddress + spare) await open();
    expect(await connections()).toBe(ofAddress + spare);
    await open();
    await vi.waitFor(() => expect(many[ofAddress]?.closed).toBe(true));
    expect(many.filter((one) => one.closed)).toHaveLength(1);
    expect(await connections()).toBe(ofAddress + spare);
    expect(await ask('/', '127.0.0.2')).toBe('whole');
    // As the kubelet does where the network gives others its address.
    expect(await ask('/healthz', '127.0.0.1')).toBe('whole');
    expect(await ask('/', '127.0.0.1')).toContain('"overloaded"');
    // Those that end make room.
    for (const one of many) one.destroy();
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    expect(await ask('/', '127.0.0.1')).toBe('whole');
  });

  it('95 one client cannot have all that is dear made without end: lists, pages, figures', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
    const answers: string[] = [];
    const paths = ['/', '/api/v1/leases?limit=1000', '/api/v1/nodes', '/metrics'];
    const asked = Array.from({ length: 25 }, () => paths).flat();
    while (answers.length < OTHERS.burst * 2 && !answers.some((answer) => answer !== 'whole'))
      answers.push(...(await Promise.all(asked.map((path) => ask(path, '127.0.0.3', agent)))));
    agent.destroy();
    expect(answers.at(-1)).toContain('"too_many_requests"');
    expect(answers.length).toBeGreaterThan(OTHERS.burst - asked.length);
    expect(await ask('/', '127.0.0.4')).toBe('whole');
    expect(await ask('/healthz', '127.0.0.3')).toBe('whole');
  });
});
