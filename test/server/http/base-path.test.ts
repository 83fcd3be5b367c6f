import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { basePathMistake, basePathOf, placeOf } from '../../../lib/server/http/base-path.ts';

const KEPT = { path: '/tenure', stripped: false };
const STRIPPED = { path: '/tenure', stripped: true };

const part = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/).filter((text) => !/^\.+$/.test(text));
const basePaths = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
const inside = fc.tuple(fc.array(part, { maxLength: 4 }), fc.webQueryParameters()).map(([parts, query]) => ({
  path: `/${parts.join('/')}`,
  query: query === '' ? '' : `?${query}`,
}));

/** Addresses that try to be another one than they seem, of the bytes that Node lets through. */
const byte = fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code));
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '\\',
        '..',
        '.',
        '%2e',
        '%2F',
        '%5c',
        '?',
        '#',
        '@',
        ':',
        'tenure',
        '/tenure',
      ),
      fc.string({ unit: byte, maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('what may be given', () => {
  it('is taken when it is made of unreserved characters, with a slash at its end or without', () => {
    fc.assert(
      fc.property(basePaths, (path) => {
        expect(basePathMistake(path)).toBeNull();
        expect(basePathMistake(`${path}/`)).toBeNull();
        expect(basePathOf(path)).toBe(path);
        expect(basePathOf(`${path}/`)).toBe(path);
      }),
    );
  });

  it('is a path that a URL leaves as it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        if (basePathMistake(text) !== null) return;
        const { origin, pathname, search, hash } = new URL(text, 'http://tenure.example');
        expect({ origin, pathname, search, hash }).toEqual({
          origin: 'http://tenure.example',
          pathname: text,
          search: '',
          hash: '',
        });
      }),
    );
  });

  it('is the root of the host as a single slash', () => {
    expect(basePathMistake('/')).toBeNull();
    expect(basePathOf('/')).toBe('');
  });

  test.each([
    ['tenure', 'begin with a slash'],
    ['https://a.example/tenure', 'the path alone'],
    ['//evil.example', 'two slashes'],
    ['/a//b', 'two slashes'],
    ['/a//', 'two slashes'],
    ['/..', 'nothing but dots'],
    ['/a/./b', 'nothing but dots'],
    ['/a/.../b', 'nothing but dots'],
    ['/tenure?a=b', 'a query'],
    ['/tenure#a', 'a query or a fragment'],
    ['/te nure', 'letters, digits'],
    ['/%2e%2e', 'letters, digits'],
    ['/tenüre', 'letters, digits'],
    ['/a\\b', 'letters, digits'],
    ['/a:b', 'letters, digits'],
    [`/${'a'.repeat(200)}`, 'at most 200'],
  ])('%s is refused, with what would be right', (text, right) => {
    expect(basePathMistake(text)).toContain(right);
    expect(basePathMistake(text)).toContain('/tenure');
  });
});

describe('where an address lies', () => {
  it('is the same within, whether the proxy keeps the path or takes it off', () => {
    fc.assert(
      fc.property(basePaths, inside, (path, { path: inner, query }) => {
        const kept = placeOf(`${path}${inner}${query}`, { path, stripped: false });
        const stripped = placeOf(`${inner}${query}`, { path, stripped: true });
        expect(kept).toEqual(stripped);
        expect(kept?.inner).toBe(inner + query);
        expect(kept?.whole.startsWith(path)).toBe(true);
      }),
    );
  });

  it('is within the path or nowhere, whatever is asked for', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, stripped) => {
        const place = placeOf(text, { ...KEPT, stripped });
        if (place === null) return;
        const { origin, pathname } = new URL(place.whole, 'http://tenure.example');
        expect(origin).toBe('http://tenure.example');
        expect(pathname === '/tenure' || pathname.startsWith('/tenure/')).toBe(true);
      }),
    );
  });

  it('is as it was asked for at the root of a host', () => {
    fc.assert(
      fc.property(hostile, (url) => {
        expect(placeOf(url, { path: '', stripped: false })).toEqual({ inner: url, whole: url });
      }),
    );
  });

  test.each([
    ['/tenure', '/', '/tenure'],
    ['/tenure/', '/', '/tenure'],
    ['/tenure?q=a', '/?q=a', '/tenure?q=a'],
    ['/tenure/?q=/../', '/?q=/../', '/tenure?q=/../'],
    ['/tenure/nodes', '/nodes', '/tenure/nodes'],
    ['/tenure/tenure', '/tenure', '/tenure/tenure'],
    ['/tenure/healthz', '/healthz', '/tenure/healthz'],
    ['/healthz', '/healthz', '/tenure/healthz'],
    ['/readyz?verbose', '/readyz?verbose', '/tenure/readyz?verbose'],
  ])('with the path kept: %s', (url, inner, whole) => expect(placeOf(url, KEPT)).toEqual({ inner, whole }));

  test.each([
    '/',
    '/metrics',
    '/healthz/',
    '/tenurex',
    '/tenure%2f..',
    '/Tenure/',
    '/tenure/../healthz',
    '/tenure/%2E%2e/metrics',
    '/tenure/.\\..\\x',
    '//evil.example/tenure',
    'http://evil.example/tenure',
    '*',
    '',
  ])('outside: %s', (url) => expect(placeOf(url, KEPT)).toBeNull());

  test.each([
    ['/', '/tenure'],
    ['/tenure', '/tenure/tenure'],
    ['/nodes?node=a', '/tenure/nodes?node=a'],
    ['//evil.example', '/tenure//evil.example'],
    ['/healthz', '/tenure/healthz'],
  ])('with the path taken off: %s', (inner, whole) =>
    expect(placeOf(inner, STRIPPED)).toEqual({ inner, whole }),
  );
});
