import { expect, it, vi } from 'vitest';
import { ApiError, invalidParameter } from '../../../lib/server/api/api-error.ts';

it('is known for one where its module was loaded twice, as in a build', async () => {
  vi.resetModules();
  const other = await import('../../../lib/server/api/api-error.ts');
  expect(other.ApiError).not.toBe(ApiError);
  expect(other.invalidParameter('until', 'until: is past')).toBeInstanceOf(ApiError);
  expect(invalidParameter('until', 'until: is past')).toBeInstanceOf(other.ApiError);
  expect(new Error('no')).not.toBeInstanceOf(ApiError);
  expect(null).not.toBeInstanceOf(ApiError);
});
