/** The client against real sockets on loopback. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOf, alertsPathOf } from '../../lib/notify/address.ts';
import { failureOfAnswer, NotifyFailure } from '../../lib/notify/failure.ts';
import { createPost, type Post } from '../../lib/notify/post.ts';
import { T0 } from '../alert/builders.ts';
import { fakeTime } from '../server/fake-timers.ts';

const TOKEN = 'T000-very-secret';
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Asked = { path: string; headers: IncomingMessage['headers']; body: string };

async function listens(
  answer: (response: ServerResponse) => void,
): Promise<{ origin: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server: Server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => {
      asked.push({ path: incoming.url ?? '', headers: incoming.headers, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { origin: `127.0.0.1:${portOf(server)}`, asked };
}
function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const time = fakeTime(T0);
function post(url: string, proxy: string | null = null): Post {
  const made = createPost(addressOf(url), { proxy, now: time.now, timers: time.timers });
  ends.push(() => made.close());
  return made;
}
const MESSAGE = { body: '{"a":1}', headers: { 'content-type': 'application/json' }, count: 1 };
const failureOf = async (sent: Promise<void>): Promise<NotifyFailure> => {
  const failure: unknown = await sent.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof NotifyFailure)) throw new Error('it was taken', { cause: failure });
  return failure;
};
const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

describe('a message', () => {
  it('is posted with its headers, and user and password as Basic authentication', async () => {
    const { origin, asked } = await listens(answering(200, 'ok'));
    await post(`http://me:p%40ss@${origin}/hook/${TOKEN}?a=1`).send(MESSAGE);
    expect(asked).toMatchObject([{ path: `/hook/${TOKEN}?a=1`, body: '{"a":1}' }]);
    expect(asked[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    });
  });

  it('goes to Alertmanager’s API below its address', () => {
    const pathOf = (url: string) => alertsPathOf(addressOf(url)).url.href;
    expect(pathOf('http://am:9093')).toBe('http://am:9093/api/v2/alerts');
    expect(pathOf('https://am/some/path/')).toBe('https://am/some/path/api/v2/alerts');
  });

  it('goes through a proxy where there is one', async () => {
    const target = await listens(answering(200));
    const proxy = await listens(answering(200));
    await post(`http://${target.origin}/hook`, `http://${proxy.origin}`).send(MESSAGE);
    expect(target.asked).toEqual([]);
    expect(proxy.asked).toMatchObject([{ path: `http://${target.origin}/hook`, body: '{"a":1}' }]);
  });

  it('fails where the proxy has no address', async () => {
    const failure = await failureOf(post('http://hooks.example/', 'http://me:hush@ proxy').send(MESSAGE));
    expect(failure).toMatchObject({ code: 'ERR_INVALID_URL' });
    expect(failure.message).not.toContain('hush');
  });

  it('is not sent to who cannot prove who they are', async () => {
    const pem = readFileSync(join(import.meta.dirname, '../kube/self-signed.pem'));
    const server = createTlsServer({ cert: pem, key: pem }, (_, response) => void response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
    const failure = await failureOf(post(`https://127.0.0.1:${portOf(server)}/${TOKEN}`).send(MESSAGE));
    expect(failure.code).toMatch(/SELF_SIGNED|ALTNAME/);
    expect(failure.hint).toContain('NODE_EXTRA_CA_CERTS');
    expect(failure.hint).toContain('extraVolumes');
  });

  it('is not sent on where a redirect leads', async () => {
    const other = await listens(answering(200));
    const { origin } = await listens(answering(307, '', { location: `http://${other.origin}/x` }));
    const failure = await failureOf(post(`http://${origin}/hook`).send(MESSAGE));
    expect(failure).toMatchObject({ code: 'http_307', isRefused: false });
    expect(failure.hint).toContain('Redirects are not followed');
    expect(other.asked).toEqual([]);
  });

  it.each([
    [429, { 'retry-after': '7' }, 7000],
    [503, { 'retry-after': new Date(T0 + 9000).toUTCString() }, 9000],
    [503, { 'retry-after': 'soon' }, null],
    [500, {}, null],
  ])('that meets %i waits as long as the receiver says', async (status, headers, retryAfterMs) => {
    const { origin } = await listens(answering(status, 'busy', headers as Record<string, string>));
    const failure = await failureOf(post(`http://${origin}/`).send(MESSAGE));
    expect(failure).toMatchObject({
      code: `http_${status}`,
      message: `It answered HTTP ${status}: busy`,
      retryAfterMs,
    });
  });

  it('is taken by a 2xx, whatever becomes of the rest of the answer', async () => {
    const cutShort = await listens((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('x', () => void response.destroy());
    });
    await post(`http://${cutShort.origin}/`).send(MESSAGE);
    const endless = await listens((response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    await post(`http://${endless.origin}/`).send(MESSAGE);
  });

  it.each([400, 413, 422])('that meets %i is a wrong one', async (status) => {
    const { origin } = await listens(answering(status));
    expect(await failureOf(post(`http://${origin}/`).send(MESSAGE))).toMatchObject({ isRefused: true });
  });

  it('is not waited for longer than ten seconds', async () => {
    let came = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      came = resolve;
    });
    const { origin } = await listens(() => came());
    const sent = failureOf(post(`http://${origin}/`).send(MESSAGE));
    await arrived;
    await time.advance(10_000);
    expect(await sent).toMatchObject({ code: 'timeout', message: 'no answer in 10 s' });
  });

  it('is cut off when it may not be told any more, and not even begun after that', async () => {
    let came = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      came = resolve;
    });
    const { origin, asked } = await listens(() => came());
    const one = post(`http://${origin}/`);
    const may = new AbortController();
    const sent = failureOf(one.send(MESSAGE, may.signal));
    await arrived;
    may.abort();
    await sent;
    await failureOf(one.send(MESSAGE, may.signal));
    expect(asked).toHaveLength(1);
  });

  it('is cut off at the end', async () => {
    let came = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      came = resolve;
    });
    const { origin } = await listens(() => came());
    const one = post(`http://${origin}/`);
    const sent = failureOf(one.send(MESSAGE));
    await arrived;
    await one.close();
    expect(await sent).toMatchObject({ code: 'closed' });
  });
});

describe('an answer', () => {
  it('without an end is read no further than its beginning', async () => {
    const { origin } = await listens((response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      response.writeHead(500);
      more();
    });
    const failure = await failureOf(post(`http://${origin}/`).send(MESSAGE));
    expect(failure.message.length).toBeLessThan(300);
  });

  it('that is a page for browsers is not repeated', async () => {
    const { origin } = await listens(answering(404, '<html>no</html>', { 'content-type': 'text/html' }));
    expect((await failureOf(post(`http://${origin}/`).send(MESSAGE))).message).toBe('It answered HTTP 404');
  });

  it.each([
    ['a terminal’s words', '\u001b[31mred\u0007 \u202egnp\r\nlevel=error', ': [31mred ?gnp level=error'],
    ['half a character', '😀'.repeat(300), `: ${'😀'.repeat(99)}\ufffd…`],
    ['no text', '\u001f\u008b\b\u0000\u0000packed', ''],
  ])('with %s is repeated as one line of text, if at all', async (_, body, said) => {
    const { origin } = await listens(answering(500, body));
    const { message } = await failureOf(post(`http://${origin}/`).send(MESSAGE));
    expect(message).toBe(`It answered HTTP 500${said}`);
  });

  it('that is no HTTP is a failure with a code', async () => {
    const server = createTcpServer(
      (socket: Socket) => void socket.end('\u001b[2J hello\r\n', () => socket.destroy()),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const failure = await failureOf(post(`http://127.0.0.1:${portOf(server)}/`).send(MESSAGE));
    expect(failure.code).toMatch(/^network$|^HPE_/);
  });

  it('that repeats what is secret is not', async () => {
    const said = `no ${TOKEN} at /hook/${TOKEN}?key=query-secret by me:hushhush (hush%68ush)`;
    const { origin } = await listens(answering(404, said));
    const failure = await failureOf(
      post(`http://me:hush%68ush@${origin}/hook/${TOKEN}?key=query-secret`).send(MESSAGE),
    );
    expect(failure.message).not.toMatch(/secret|hush/);
  });

  it('of a socket that closes is a failure with its code and advice', async () => {
    const server = createTcpServer((socket: Socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = portOf(server);
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const cut = await failureOf(post(`http://127.0.0.1:${port}/${TOKEN}`).send(MESSAGE));
    expect(cut.message).not.toContain(TOKEN);
    await new Promise((resolve) => server.close(resolve));
    const refused = await failureOf(post(`http://127.0.0.1:${port}/${TOKEN}`).send(MESSAGE));
    expect(refused).toMatchObject({ code: 'ECONNREFUSED', hint: 'Nothing listens at this address.' });
  });
});

it('knows its credentials as they are sent for a secret too: an answer may repeat the request', () => {
  const { authorization, secrets } = addressOf('http://anna:p%40ss@alerts.example/hook');
  expect(authorization).toBe('Basic YW5uYTpwQHNz');
  const said = {
    status: 500,
    contentType: 'text/plain',
    retryAfter: undefined,
    body: `sent ${authorization}`,
  };
  expect(failureOfAnswer(said, secrets, 0).message).toBe('It answered HTTP 500: sent Basic …');
});
