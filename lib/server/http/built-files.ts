/**
 * The files that browsers load of a build, compressed when that was made. Next compresses each of them anew for every
 * request: a tenth of a second of CPU time a page, while its reader waits.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';

/** Within what Next makes, and the path by which browsers ask for it. */
const FOLDER = 'static';
const PATH = '/_next/static/';
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};
const BROTLI = { name: 'br', end: '.br', compress: smallest };
const GZIP = { name: 'gzip', end: '.gz', compress: (bytes: Buffer) => gzipSync(bytes, { level: 9 }) };
/** In the order of what they save: who understands both gets the first. */
const ENCODINGS = [BROTLI, GZIP];
/** Each has its content's hash, or the build's, in its name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

function smallest(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, {
    params: {
      [zlib.BROTLI_PARAM_QUALITY]: zlib.BROTLI_MAX_QUALITY,
      [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** `built`: the folder of what Next makes. Writes each script and style compressed beside itself. */
export function compressBuilt(built: string): void {
  for (const file of filesIn(built))
    for (const { end, compress } of ENCODINGS) writeFileSync(file + end, compress(readFileSync(file)));
}

/** Of a file that has been changed since, as soon as can be: who waits for the least bytes waits for a start. */
export function compressAnew(file: string): void {
  if (existsSync(file + GZIP.end)) writeFileSync(file + GZIP.end, GZIP.compress(readFileSync(file)));
  rmSync(file + BROTLI.end, { force: true });
}

/** True when it has answered; false for what Next is to answer. The guard stands before it. */
export type BuiltFiles = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Reads them at once, about a megabyte. `base`: the path under which Tenure lives; empty at the root. */
export function createBuiltFiles(built: string, base: string): BuiltFiles {
  const found = new Map<string, { headers: Record<string, string>; bytes: Buffer }>();
  for (const file of filesIn(built))
    for (const { name, end } of ENCODINGS) {
      if (!existsSync(file + end)) continue;
      const bytes = readFileSync(file + end);
      const headers = {
        'Content-Type': typeOf(file),
        'Content-Encoding': name,
        'Content-Length': String(bytes.length),
        'Cache-Control': FOR_EVER,
        Vary: 'Accept-Encoding',
      };
      found.set(`${name} ${base}${PATH}${relative(join(built, FOLDER), file).replaceAll(sep, '/')}`, {
        headers,
        bytes,
      });
    }
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (!path.startsWith(base + PATH)) return false;
    const accepted = encodingsIn(String(request.headers['accept-encoding'] ?? ''));
    const file = ENCODINGS.filter(({ name }) => accepted.has(name))
      .map(({ name }) => found.get(`${name} ${path}`))
      .find((one) => one !== undefined);
    if (file === undefined) return false;
    response.writeHead(200, file.headers);
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
    return true;
  };
}

/** RFC 9110, 12.5.3: those that are named, and not with a weight of 0. */
function encodingsIn(header: string): Set<string> {
  return new Set(
    header
      .toLowerCase()
      .split(',')
      .map((one) => one.split(';').map((part) => part.trim()))
      .filter(([, weight = '']) => !/^q=0(\.0*)?$/.test(weight))
      .map(([name = '']) => name),
  );
}

function typeOf(file: string): string {
  return TYPES[file.slice(file.lastIndexOf('.'))] ?? '';
}

function filesIn(built: string): string[] {
  const folder = join(built, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && typeOf(entry.name) !== '')
    .map(({ parentPath, name }) => join(parentPath, name));
}
