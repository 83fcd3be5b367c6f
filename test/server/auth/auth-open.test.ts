import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen } from '../../../lib/server/auth/auth-open.ts';

describe('what is open to all', () => {
  it.each([
    '/healthz',
    '/readyz',
    '/sign-in',
    '/api/v1/sign-in',
    '/icon.svg',
    '/_next/static/chunks/a1_b-2.js',
    '/_next/static/chunks/app/leases/[namespace]/page.css',
  ])('%s', (path) => expect(isOpen(path)).toBe(true));

  it.each([
    '/',
    '/metrics',
    '/healthz/',
    '/sign-in/x',
    '/api/v1/sign-out',
    '/api/v1/sign-in/../leases',
    '/_next/static',
    '/_next/static/',
    '/_next/static/../../api/v1/leases',
    '/_next/static/..',
    '/_next/static/../x',
    '/_next/static/.\t./x',
    '/_next/static/%252e%252e/x',
    '/_next/static/a/..',
    '/_next/static/%2E%2e/x',
    '/_next/static/..%2Fx',
    '/_next/static/..\\x',
    '/_next/static/..%5cx',
    '/_next/static//x',
    '/_next/image',
    '/_NEXT/static/x',
  ])('and not %s', (path) => expect(isOpen(path)).toBe(false));

  it('is where it says that it is, whatever is made of its parts', () => {
    const part = fc.constantFrom(
      ...[
        '/',
        '//',
        '.',
        '..',
        '%2e',
        '%2E%2E',
        '%2f',
        '%5C',
        '\\',
        '#',
        '%25',
        'a',
        'api',
        'v1',
        'leases',
        ';',
      ],
      ...['_next', 'static', 'healthz', 'sign-in', '\t'],
    );
    const path = fc.array(part, { maxLength: 12 }).map((parts) => `/_next/static/${parts.join('')}`);
    fc.assert(
      fc.property(path, (text) => {
        if (!isOpen(text)) return;
        for (const read of [text, decodeURIComponent(text)]) {
          const { pathname } = new URL(read, 'http://tenure.invalid');
          expect(pathname.startsWith('/_next/static/')).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
