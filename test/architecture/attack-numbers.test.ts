/** The attacks are tests that have numbers, by which a reviewer names them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDERS = ['../attacks', '../e2e'];
/** At the beginning of a test's title, or after those of others that it tries, too. */
const NUMBERED = /['"`,] ?(\d{1,3}) (?=[a-z])[^'"`\n]/g;

test('each attack has a number of its own, and none is missing', () => {
  const found = FOLDERS.flatMap((folder) => {
    const path = join(import.meta.dirname, folder);
    return readdirSync(path)
      .filter((file) => /^(auth|attack)/.test(file) || folder === '../attacks')
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => [...readFileSync(join(path, file), 'utf8').matchAll(NUMBERED)])
      .map(([, number]) => Number(number));
  }).sort((a, b) => a - b);
  expect(found).toEqual(Array.from({ length: found.length }, (_, index) => index + 1));
  expect(found.length).toBeGreaterThanOrEqual(60);
});
