import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { compressAnew, compressBuilt, createBuiltFiles } from '../../../lib/server/http/built-files.ts';

const SCRIPT = `console.log("${'lease '.repeat(500)}")`;
const STYLE = '.a{color:red}'.repeat(100);
let built: string;

beforeEach(() => {
  built = mkdtempSync(join(tmpdir(), 'built-files-'));
  onTestFinished(() => rmSync(built, { recursive: true }));
  mkdirSync(join(built, 'static/chunks'), { recursive: true });
  mkdirSync(join(built, 'server'));
  writeFileSync(join(built, 'static/chunks/a-1.js'), SCRIPT);
  writeFileSync(join(built, 'static/chunks/a-1.css'), STYLE);
  writeFileSync(join(built, 'static/chunks/a-1.js.map'), '{}');
  writeFileSync(join(built, 'server/page.js'), 'secret');
  compressBuilt(built);
});

type Answer = IncomingMessage & { bytes: Buffer };

async function served(
  base = '',
): Promise<(path: string, accept?: string, method?: string) => Promise<Answer>> {
  const files = createBuiltFiles(built, base);
  const server = http.createServer((request, response) => {
    if (!files(request, response)) response.writeHead(404).end('of Next');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const { port } = address;
  return (path, accept, method = 'GET') =>
    new Promise((resolve, reject) => {
      const headers = accept === undefined ? {} : { 'accept-encoding': accept };
      http
        .request({ port, host: '127.0.0.1', path, method, headers, agent: false }, async (answer) =>
          resolve(Object.assign(answer, { bytes: Buffer.concat(await answer.toArray()) })),
        )
        .once('error', reject)
        .end();
    });
}

it('a script and a style come as they were built, in the least bytes that the browser understands', async () => {
  const ask = await served();
  const script = await ask('/_next/static/chunks/a-1.js', 'gzip, deflate, br, zstd');
  expect(script.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(script.bytes).toString()).toBe(SCRIPT);
  expect(script.headers).toMatchObject({
    'content-type': 'application/javascript; charset=UTF-8',
    'content-length': String(script.bytes.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  const style = await ask('/_next/static/chunks/a-1.css?dpl=1', 'GZIP;q=0.5');
  expect(style.headers['content-encoding']).toBe('gzip');
  expect(style.headers['content-type']).toBe('text/css; charset=UTF-8');
  expect(gunzipSync(style.bytes).toString()).toBe(STYLE);
});

it('who asks for the head alone gets that', async () => {
  const ask = await served();
  const whole = await ask('/_next/static/chunks/a-1.js', 'br');
  const head = await ask('/_next/static/chunks/a-1.js', 'br', 'HEAD');
  expect(head.headers['content-length']).toBe(whole.headers['content-length']);
  expect(head.bytes).toHaveLength(0);
});

it.each([
  ['who takes nothing compressed', '/_next/static/chunks/a-1.js', undefined],
  ['who refuses both', '/_next/static/chunks/a-1.js', 'br;q=0, gzip;q=0.0'],
  ['who takes another', '/_next/static/chunks/a-1.js', 'brotli, x-gzip'],
  ['a file that is not there', '/_next/static/chunks/none.js', 'br'],
  ['what is neither script nor style', '/_next/static/chunks/a-1.js.map', 'br'],
  ['a compressed one by its own name', '/_next/static/chunks/a-1.js.br', 'br'],
  ['what lies outside', '/_next/static/../server/page.js', 'br'],
  ['the same encoded', '/_next/static/%2e%2e/server/page.js', 'br'],
  ['a page', '/timeline', 'br'],
])('Next answers %s', async (_, path, accept) => {
  const ask = await served();
  expect((await ask(path, accept)).bytes.toString()).toBe('of Next');
});

it('under a path they are there and nowhere else', async () => {
  const ask = await served('/ops/tenure');
  expect((await ask('/ops/tenure/_next/static/chunks/a-1.js', 'br')).statusCode).toBe(200);
  expect((await ask('/_next/static/chunks/a-1.js', 'br')).statusCode).toBe(404);
});

it('what has been changed since is told as it is now', async () => {
  writeFileSync(join(built, 'static/chunks/a-1.js'), 'changed');
  writeFileSync(join(built, 'server/page.js'), 'changed');
  for (const file of ['static/chunks/a-1.js', 'server/page.js']) compressAnew(join(built, file));
  expect(existsSync(join(built, 'server/page.js.gz'))).toBe(false);
  const ask = await served();
  const script = await ask('/_next/static/chunks/a-1.js', 'br, gzip');
  expect(script.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(script.bytes).toString()).toBe('changed');
  expect((await ask('/_next/static/chunks/a-1.css', 'br, gzip')).headers['content-encoding']).toBe('br');
});
