import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { MARK } from '../../lib/server/http/base-path.ts';
import { compressBuilt } from '../../lib/server/http/built-files.ts';
import { keepMarked, serverUnder } from '../../scripts/marked-files.ts';

let standalone: string;

function put(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(standalone, path)), { recursive: true });
  writeFileSync(join(standalone, path), text);
}
const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

beforeEach(() => {
  const directory = mkdtempSync(join(tmpdir(), 'marked-files-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  standalone = join(directory, 'standalone');
  const other = join(directory, 'tmp');
  mkdirSync(other);
  vi.stubEnv('TMPDIR', other);
  onTestFinished(() => void vi.unstubAllEnvs());
  put('server.js', `const nextConfig = {"basePath":"${MARK}","assetPrefix":"${MARK}"}`);
  put(
    '.next/routes-manifest.json',
    JSON.stringify({ basePath: MARK, redirects: [{ source: `${MARK}/` }, { source: '/:path+/' }] }),
  );
  put('.next/static/chunks/a.js', `let base="${MARK}",chunks="${MARK}/_next/"`);
  put('.next/server/plain.js', 'require("../node_modules/x-1")');
  put('.next/static/media/face.woff', Buffer.from([0xff, 0xfe, 0x00, 0x80]));
  put('node_modules/x/index.js', MARK);
  mkdirSync(join(standalone, '.next/node_modules'));
  symlinkSync('../../node_modules/x', join(standalone, '.next/node_modules/x-1'));
  put('docs/findings/tenure.md', MARK);
});

test('what is built is for the root of a host, and nothing in it is marked any more', () => {
  keepMarked(standalone);
  expect(read(standalone, 'server.js')).toBe('const nextConfig = {"basePath":"","assetPrefix":""}');
  expect(read(standalone, '.next/static/chunks/a.js')).toBe('let base="",chunks="/_next/"');
  // The other one would lead from the root to itself.
  expect(JSON.parse(read(standalone, '.next/routes-manifest.json'))).toEqual({
    basePath: '',
    redirects: [{ source: '/:path+/' }],
  });
  expect(existsSync(join(standalone, 'marked/.next/server/plain.js'))).toBe(false);
  expect(read(standalone, 'node_modules/x/index.js')).toBe(MARK);
});

test('under a path nothing that was compressed for the root of a host is left of what had the mark', () => {
  put('.next/static/chunks/b.js', 'plain');
  keepMarked(standalone);
  compressBuilt(join(standalone, '.next'));
  const folder = serverUnder('/ops/tenure', standalone);
  expect(existsSync(join(folder, '.next/static/chunks/a.js.br'))).toBe(false);
  expect(gunzipSync(readFileSync(join(folder, '.next/static/chunks/a.js.gz'))).toString()).toBe(
    read(folder, '.next/static/chunks/a.js'),
  );
  expect(existsSync(join(folder, '.next/static/chunks/b.js.br'))).toBe(true);
});

test('a server under a path is made of it elsewhere, with the rest where it was', () => {
  keepMarked(standalone);
  const folder = serverUnder('/ops/tenure', standalone);
  expect(folder.startsWith(tmpdir())).toBe(true);
  expect(read(folder, 'server.js')).toContain('"basePath":"/ops/tenure"');
  expect(read(folder, '.next/static/chunks/a.js')).toBe('let base="/ops/tenure",chunks="/ops/tenure/_next/"');
  expect(JSON.parse(read(folder, '.next/routes-manifest.json'))).toEqual({
    basePath: '/ops/tenure',
    redirects: [{ source: '/:path+/' }],
  });
  expect(readFileSync(join(folder, '.next/static/media/face.woff'))).toEqual(
    Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  );
  // Node looks for other modules where a file really lies.
  expect(lstatSync(join(folder, '.next/server/plain.js')).isFile()).toBe(true);
  expect(realpathSync(join(folder, '.next/node_modules/x-1'))).toBe(join(standalone, 'node_modules/x'));
  expect(read(folder, 'docs/findings/tenure.md')).toBe(MARK);
  expect(read(standalone, 'server.js')).toContain('"basePath":""');
});

test('the path stands wherever the mark stood, and nothing else changes', () => {
  const part = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/);
  const text = fc.string({ unit: fc.constantFrom('"', '/', '$', '&', '\\', '\n', '_', 'é', 'a') });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), part, (pieces, name) => {
      put('server.js', pieces.join(MARK));
      put('.next/routes-manifest.json', '{"redirects":[]}');
      keepMarked(standalone);
      expect(read(standalone, 'server.js')).toBe(pieces.join(''));
      if (pieces.length > 1)
        expect(read(serverUnder(`/${name}`, standalone), 'server.js')).toBe(pieces.join(`/${name}`));
      rmSync(join(standalone, 'marked'), { recursive: true, force: true });
    }),
    { numRuns: 30 },
  );
});

test('what a killed process left behind goes, and nothing of others', () => {
  keepMarked(standalone);
  const folderOf = (name: string): string => {
    const folder = join(tmpdir(), name);
    mkdirSync(join(folder, '.next'), { recursive: true });
    return folder;
  };
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const left = [process.pid, gone].map((pid) => folderOf(`tenure-${hostname()}-${pid}-abcdef`));
  const others = [
    folderOf(`tenure-${hostname()}-${process.ppid}-abcdef`),
    folderOf(`tenure-elsewhere-${gone}-abcdef`),
    folderOf(`tenure-history-${gone}`),
  ];
  serverUnder('/tenure', standalone);
  expect(left.filter((folder) => existsSync(folder))).toEqual([]);
  expect(others.filter((folder) => !existsSync(folder))).toEqual([]);
});
