import { describe, expect, test } from 'vitest';
import { ownHosts, refusalOf } from '../../../lib/server/http/http-refusal.ts';

const LOCAL = ownHosts('127.0.0.1', 'https://tenure.example/');
type Headers = Record<string, string>;
const refusal = (method: string, url: string, headers: Headers, hosts = LOCAL): string | null => {
  const own: Headers = { host: 'localhost:3000', ...headers };
  return refusalOf({ method, url, header: (name) => own[name] ?? null }, hosts)?.code ?? null;
};
const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('let through', () => {
  test.each<[string, string, Headers]>([
    ['GET', '/', {}],
    ['GET', '/api/v1/stream', { 'sec-fetch-site': 'same-origin' }],
    ['GET', '/api/v1/stream', { origin: 'http://localhost:3000' }],
    ['GET', '/leases/a/b', LINK],
    ['POST', '/api/v1/silences', { 'sec-fetch-site': 'same-origin', 'content-length': '900' }],
    ['GET', '/leases/%ff/a', {}],
    ['GET', '/api/v1/leases/a%2Fb/c?q=%ff', {}],
    ['GET', '/', { host: '127.0.0.1:3000' }],
    ['GET', '/', { host: '[::1]:3000' }],
    ['GET', '/', { host: 'tenure.example' }],
    ['GET', `/?q=${'a'.repeat(8000)}`, {}],
  ])('%s %s %j', (method, url, headers) => expect(refusal(method, url, headers)).toBeNull());

  test('by any name, where others reach it', () =>
    expect(refusal('GET', '/', { host: 'tenure.monitoring' }, ownHosts('0.0.0.0', null))).toBeNull());
});

describe('refused', () => {
  test.each<[string, string, Headers, string]>([
    ['GET', '/api/v1/stream', { 'sec-fetch-site': 'cross-site' }, 'forbidden'],
    ['GET', '/api/v1/stream', { 'sec-fetch-site': 'same-site' }, 'forbidden'],
    ['GET', '/api/v1/status', { origin: 'https://evil.example' }, 'forbidden'],
    ['GET', '/', { ...LINK, 'sec-fetch-dest': 'iframe' }, 'forbidden'],
    ['POST', '/api/v1/silences', LINK, 'forbidden'],
    ['POST', '/', {}, 'method_not_allowed'],
    ['POST', '/leases/a/b', { 'next-action': '40' }, 'method_not_allowed'],
    ['POST', '/api/v1/silences', { 'content-length': '1000000000' }, 'payload_too_large'],
    ['GET', `/?q=${'a'.repeat(9000)}`, {}, 'uri_too_long'],
    ['GET', '/api/v1/leases/%ff/a', {}, 'invalid_parameter'],
    ['GET', '/findings/%ff', {}, 'invalid_parameter'],
    ['GET', '/api/v1/clocks?__proto__=1', {}, 'invalid_parameter'],
    ['GET', '/?q=a&%5f_proto%5F_=1', {}, 'invalid_parameter'],
    ['GET', '/', { host: 'rebound.example' }, 'misdirected'],
    ['GET', '/', { host: 'localhost.evil.example:3000' }, 'misdirected'],
    ['GET', '/', { host: '' }, 'misdirected'],
  ])('%s %s %j: %s', (method, url, headers, code) => expect(refusal(method, url, headers)).toBe(code));
});
