import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { needsBuild } from '../../scripts/build-age.ts';

let root: string;

/** Time is counted in minutes of 1970; everything is as old as minute 1, the build of minute 2. */
function age(path: string, minute: number): void {
  utimesSync(join(root, path), minute * 60, minute * 60);
}
function put(path: string, minute: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  age(path, minute);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tenure-build-age-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  put('app/page.tsx', 1);
  put('lib/lease/book.ts', 1);
  put('lib/simulator/main.ts', 1);
  put('README.md', 1);
  for (const folder of ['app', 'lib/lease', 'lib/simulator', 'lib']) age(folder, 1);
  put('.next/BUILD_ID', 2);
  put('.next/standalone/server.js', 2);
});

test('a build newer than all of its sources is good', () => {
  expect(needsBuild(root)).toBe(false);
});

test('a build older than one source is made anew', () => {
  age('lib/lease/book.ts', 3);
  expect(needsBuild(root)).toBe(true);
});

test('a source that is gone counts, by its folder', () => {
  rmSync(join(root, 'lib/lease/book.ts'));
  expect(needsBuild(root)).toBe(true);
});

test('what is not built does not count', () => {
  age('lib/simulator/main.ts', 3);
  age('README.md', 3);
  expect(needsBuild(root)).toBe(false);
});

test.each(['.next/BUILD_ID', '.next/standalone/server.js'])('without %s there is no build', (path) => {
  rmSync(join(root, path));
  expect(needsBuild(root)).toBe(true);
});
