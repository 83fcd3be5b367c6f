import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPage } from '../../../lib/server/auth/auth-next.ts';

describe('where to go after signing in', () => {
  it.each([
    ['/alerts', '/alerts'],
    ['/?q=a&state=late', '/?q=a&state=late'],
    ['/leases/kube-system/a%2Fb', '/leases/kube-system/a%2Fb'],
    ['/timeline?from=now-10m&_rsc=1x2', '/timeline?from=now-10m'],
    [null, '/'],
    ['', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/\u2028evil', '/'],
    ['/a\r\nSet-Cookie: a=b', '/'],
    ['/api/v1/sign-out', '/'],
    ['/sign-in?next=/sign-in', '/'],
    ['/../sign-in', '/'],
    [`/${'a'.repeat(3000)}`, '/'],
  ])('%j is %s', (asked, page) => expect(ownPage(asked)).toBe(page));

  it('is always on this host, whatever a browser makes of it', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '//',
      '.',
      '..',
      '@',
      ':',
      'evil.example',
      '%2f',
      '%5c',
      '\t',
      '?',
      '#',
      'a',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          const page = ownPage(text);
          expect(new URL(page, 'https://tenure.example/sign-in').origin).toBe('https://tenure.example');
          expect(ownPage(page)).toBe(page);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
