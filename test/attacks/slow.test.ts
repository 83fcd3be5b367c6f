/** Attacks by clients that take their time, on the guard with shorter bounds than those people run it with. */
import http, { type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../lib/server/config.ts';
import { BOUNDS, guardServers } from '../../lib/server/guarded-server.ts';
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
    guardServers(readConfig({}), SHORT);
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

  it('11 people run it with bounds that no honest client meets', () => {
    expect(BOUNDS.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(BOUNDS.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(BOUNDS.connectionsCheckingInterval).toBeLessThanOrEqual(2_000);
  });
});
