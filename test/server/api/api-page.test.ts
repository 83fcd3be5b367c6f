/** docs/api.md says of each call what it takes, and of the feed what it has. */
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { CALLS } from '../../../lib/server/api/openapi-calls.ts';
import { FeedSchema } from '../../../lib/server/api/schemas.ts';
import { SIGN_INS } from '../../../lib/server/auth/auth-gate.ts';
import { FAILURES, NEW_TOKENS } from '../../../lib/server/auth/auth-tokens.ts';
import { FILES, OPENINGS, OTHERS, RANGES, SILENCES, STREAMS } from '../../../lib/server/http/http-limits.ts';
import { CHOICES } from '../../../lib/server/stream/channel-room.ts';

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

test.each([
  ['open streams', STREAMS],
  ['streams that are opened', OPENINGS],
  ['different choices of Leases', CHOICES],
  ['`timeline`', RANGES],
  ['`incident`', FILES],
  ['everything else', OTHERS],
  ['silences that are made', SILENCES],
  ['tokens that are not accepted', FAILURES],
  ['tokens that are accepted', NEW_TOKENS],
  ['signing in', SIGN_INS],
])('says how much is too much: %s', (what, bound) => {
  const [, limit = ''] = (page.split(`\n| ${what}`)[1] ?? '').split('|');
  const says = (count: number) => count.toLocaleString('en');
  if ('all' in bound)
    expect(limit).toContain(`${says(bound.ofClient)} a client (429), ${says(bound.all)} in all (503)`);
  else {
    const { burst, perSecond } = bound;
    const rate = perSecond < 1 ? `1 in ${says(1 / perSecond)} s` : `${says(perSecond)} a second`;
    expect(limit).toContain(`${says(burst)} at once, then ${rate}, a client (429)`);
  }
});

test('all of a feed is told', () => {
  const [, section = ''] = page.split('\n## Feed\n');
  const [fields = ''] = section.split('States:');
  const names = Object.keys(FeedSchema.shape);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(fields))).toEqual([]);
});
