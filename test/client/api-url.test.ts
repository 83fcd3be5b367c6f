import { expect, onTestFinished, test, vi } from 'vitest';
import { apiUrl, leaseHref } from '../../lib/client/api-url.ts';

test('a repeated filter is repeated in the address', () => {
  expect(apiUrl('/api/v1/leases', { class: ['apiserver', 'csi'], limit: 5 })).toBe(
    '/api/v1/leases?class=apiserver&class=csi&limit=5',
  );
  expect(apiUrl('/api/v1/status')).toBe('/api/v1/status');
});

test('no name breaks out of its part of the path', () => {
  expect(leaseHref({ namespace: 'a/b', name: '../x?y#z' })).toBe('/leases/a%2Fb/..%2Fx%3Fy%23z');
});

test.each([
  ['', '/api/v1/status', '/alerts?alert=a', '/'],
  ['/ops/tenure', '/ops/tenure/api/v1/status', '/ops/tenure/alerts?alert=a', '/ops/tenure'],
])('what is asked for, copied and kept lies under the path "%s"', async (path, call, page, cookies) => {
  vi.stubEnv('TENURE_BASE_PATH', path);
  vi.resetModules();
  onTestFinished(() => void vi.unstubAllEnvs());
  const under = await import('../../lib/client/api-url.ts');
  expect(under.apiUrl('/api/v1/status')).toBe(call);
  expect(under.pagePath('/alerts?alert=a')).toBe(page);
  expect(under.cookiePath()).toBe(cookies);
});
