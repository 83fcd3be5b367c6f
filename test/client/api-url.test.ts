import { expect, test } from 'vitest';
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
