/** docs/api.md says of each call what it takes, and of the feed what it has. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { CALLS } from '../../lib/server/openapi-calls.ts';
import { FeedSchema } from '../../lib/server/schemas.ts';

const page = readFileSync('docs/api.md', 'utf8');
/** Told once, for all calls that take them. */
const COMMON = new Set(['cluster', 'limit', 'cursor']);

it.each(
  CALLS.flatMap(({ method, path, query }) => (query === undefined ? [] : [[method, path, query] as const])),
)('names what is asked for: %s %s', (method, path, query) => {
  const start = `\`${method.toUpperCase()} ${path}`;
  const [call = ''] = page
    .split('\n')
    .flatMap((line) => line.split('|')[1]?.trim() ?? [])
    .filter((cell) => cell === `${start}\`` || cell.startsWith(`${start}?`));
  const told = call
    .slice(start.length + 1, -1)
    .split('&')
    .filter((name) => name !== '' && !COMMON.has(name));
  expect(told.sort()).toEqual(
    Object.keys(query)
      .filter((name) => !COMMON.has(name))
      .sort(),
  );
});

test('all of a feed is told', () => {
  const [, section = ''] = page.split('\n## Feed\n');
  const [fields = ''] = section.split('States:');
  const names = Object.keys(FeedSchema.shape);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(fields))).toEqual([]);
});
