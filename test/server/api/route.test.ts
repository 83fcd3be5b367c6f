import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../lib/server/api/api-error.ts';
import { errorAnswer, only, route } from '../../../lib/server/api/route.ts';

const context = { params: Promise.resolve({}) };

describe('a route', () => {
  test('before the runtime has started answers not_ready', async () => {
    const response = await route({}, () => ({}))(new Request('http://tenure/api/v1/status'), {});
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'not_ready' } });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('refuses a parameter it does not know, by name', async () => {
    const response = await route({}, () => ({}))(new Request('http://tenure/api/v1/status?foo=1'), context);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_parameter', parameter: 'foo' } });
  });

  test('refuses a method it does not have', async () => {
    const response = await only('GET').DELETE(new Request('http://tenure/', { method: 'DELETE' }), context);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, OPTIONS']);
    expect(await response.json()).toEqual({
      error: { code: 'method_not_allowed', message: 'DELETE is not a method of this call; it has GET.' },
    });
  });

  test('tells its methods, and not the refusals', async () => {
    const request = new Request('http://tenure/', { method: 'OPTIONS' });
    const response = await only('GET', 'HEAD').OPTIONS(request, context);
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  test('sends what an error brings along', () => {
    const response = errorAnswer(
      new ApiError('too_many_requests', 'wait', { headers: { 'Retry-After': '1' } }),
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });
});
