/** The server as Next is given it, with fewer connections than people run it with. Clients that are slow: test/attacks/slow.test.ts. */
import http, { type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { readConfig } from '../../../lib/server/config.ts';
import { guardServers } from '../../../lib/server/http/guarded-server.ts';

const MOST = { ofAddress: 3, ofProxy: 5, all: 6, spare: 2 };
const { createServer } = http;
afterEach(() => void Object.assign(http, { createServer }));

async function listening(env: Record<string, string> = {}): Promise<{ server: Server; port: number }> {
  guardServers(readConfig(env), { most: MOST });
  const server = http.createServer((_, response) => void response.end('whole'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, port: address.port };
}

/** One that says nothing; answers when the server has it. */
async function idle(server: Server, port: number, localAddress: string): Promise<void> {
  const taken = new Promise((resolve) => server.once('connection', resolve));
  const one = connect({ port, host: '127.0.0.1', localAddress });
  one.on('error', () => undefined);
  onTestFinished(() => void one.destroy());
  await taken;
}

async function fill(server: Server, port: number, localAddress: string, times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) await idle(server, port, localAddress);
}

function ask(
  port: number,
  path: string,
  localAddress: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage & { text: string }> {
  return new Promise((resolve, reject) => {
    const agent = new http.Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    http
      .get({ port, host: '127.0.0.1', path, localAddress, agent, headers }, async (response) =>
        resolve(Object.assign(response, { text: (await response.setEncoding('utf8').toArray()).join('') })),
      )
      .once('error', reject);
  });
}

it.each([
  ['at the root', {}, ['/healthz', '/readyz?verbose'], ['/', '/api/v1/status', '/healthz/more', '/sign-in']],
  ['under a path', { TENURE_BASE_PATH: '/k8s' }, ['/healthz', '/k8s/readyz'], ['/k8s', '/k8s/nodes']],
] as const)(
  'who has taken all connections of an address learns there only whether Tenure lives: %s',
  async (_, env, probes, others) => {
    const { server, port } = await listening(env);
    const first = probes[0];
    expect((await ask(port, first, '127.0.0.1')).headers.connection).toBe('keep-alive');
    server.closeAllConnections();
    // Also where they who take them do not end.
    await fill(server, port, '127.0.0.1', MOST.ofAddress + 2 * MOST.spare);
    for (const path of probes) {
      const { statusCode, headers, text } = await ask(port, path, '127.0.0.1');
      expect([statusCode, headers.connection, text]).toEqual([200, 'close', 'whole']);
    }
    for (const path of others) {
      const { statusCode, headers, text } = await ask(port, path, '127.0.0.1');
      expect([path, statusCode, headers.connection]).toEqual([path, 503, 'close']);
      expect(headers).toMatchObject({ 'retry-after': '10', 'x-content-type-options': 'nosniff' });
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'overloaded' } });
    }
    expect((await ask(port, others[0], '127.0.0.2')).statusCode).toBe(200);
  },
);

it('a proxy that is trusted has more, and all of them together an end', async () => {
  const { server, port } = await listening({ TENURE_TRUSTED_PROXIES: '127.0.0.2' });
  await fill(server, port, '127.0.0.2', MOST.ofAddress);
  expect((await ask(port, '/', '127.0.0.2')).statusCode).toBe(200);
  server.closeAllConnections();
  await vi.waitFor(async () => {
    await expect(new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).resolves.toBe(
      0,
    );
  });
  await fill(server, port, '127.0.0.2', MOST.ofProxy);
  expect((await ask(port, '/', '127.0.0.2')).statusCode).toBe(503);
  await fill(server, port, '127.0.0.1', MOST.all - MOST.ofProxy);
  expect((await ask(port, '/', '127.0.0.3')).statusCode).toBe(503);
  expect((await ask(port, '/healthz', '127.0.0.3')).statusCode).toBe(200);
});

it.each([
  [{ host: 'tenure.example' }, true],
  [{ host: 'tenure.example', 'x-forwarded-proto': 'http' }, false],
  [{ host: 'localhost' }, false],
  // Anybody may say so: without TLS no browser heeds the answer.
  [{ host: 'localhost', 'x-forwarded-proto': 'HTTPS, http' }, true],
  [{ host: 'localhost', 'x-forwarded-proto': 'http, https' }, false],
  // Refused, and an answer still.
  [{ host: 'tenure.example', origin: 'https://evil.example' }, true],
])(
  'what came by TLS, by the address it has or as is said, is kept to that: %j: %s',
  async (headers, kept) => {
    const { port } = await listening({ TENURE_PUBLIC_URL: 'https://tenure.example' });
    const answer = await ask(port, '/', '127.0.0.1', headers);
    expect('strict-transport-security' in answer.headers).toBe(kept);
  },
);
