import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog, withoutSecrets } from '../../lib/server/log.ts';

function logged(fields: Record<string, unknown>, message = 'said'): string {
  let text = '';
  const log = createLog('info', { write: (line) => (text += line) });
  log.info(fields, message);
  return text;
}

test('a line is JSON with level, time and message', () => {
  expect(JSON.parse(logged({ cluster: 'prod' }))).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    cluster: 'prod',
    msg: 'said',
  });
});

test.each([
  [{ token: 'hush-hush' }],
  [{ headers: { Authorization: 'hush-hush' } }],
  [{ request: { headers: { authorization: 'hush-hush' } } }],
  [{ user: { password: 'hush-hush' } }],
  [{ user: { 'client-key-data': 'hush-hush' } }],
  [{ err: new Error('refused: Bearer hush-hush-hush.x') }],
  [{ error: 'proxy http://me:hush-hush@proxy:3128 refused' }],
])('secrets are taken out of %j', (fields) => {
  const text = logged(fields);
  expect(text).not.toContain('hush');
  expect(text).toContain('[redacted]');
  expect(() => JSON.parse(text)).not.toThrow();
});

test('a JSON web token or a private key is found in any text', () => {
  expect(withoutSecrets('got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5l.c2lnbmF0dXJl there')).toBe(
    'got [redacted] there',
  );
  expect(withoutSecrets('-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----')).toBe(
    '[redacted]',
  );
});

test('what is no secret stays', () => {
  expect(logged({ server: 'https://10.0.0.1:6443', code: 'unauthorized' })).toContain(
    'https://10.0.0.1:6443',
  );
});

/** What was looked for at first, by expressions that say it plainly, and look at a long text far too often. */
const PLAINLY: [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?/g, '[redacted]'],
  [/(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1[redacted]@'],
];

test('whatever is around them, the same is taken out as by expressions that say it plainly', () => {
  const piece = fc.constantFrom(
    ...['eyJ', 'eyJhbGciOiJSU', 'eyJpc3MiOi', 'abcdefgh', 'a', '-', '_', '.', ' ', '\n'],
    ...['bearer ', 'Basic  ', 'http', '://', ':', '@', '/', 'me:hush@', 'ä'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      const plainly = PLAINLY.reduce((clean, [pattern, by]) => clean.replace(pattern, by), text);
      expect(withoutSecrets(text)).toBe(plainly);
    }),
    { numRuns: 3000 },
  );
});

// With a look at each character for each before it, one of these takes minutes.
test.each([
  'a',
  '-eyJ',
  '-eyJaaaaaaaa',
  'eyJaaaaaaaa.',
  'a://',
  'a://b:',
  'a:',
  'bearer ',
  'basic',
  '-----BEGIN ',
])('a text of many times "%s" is done with', (part) => {
  const text = part.repeat(400_000 / part.length);
  expect(withoutSecrets(`${text} http://me:hush@proxy`)).toMatch(/ http:\/\/\[redacted\]@proxy$/);
});
