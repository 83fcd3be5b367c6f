import { describe, expect, test } from 'vitest';
import { type HostsOptions, ownHosts } from '../../../lib/server/http/host-names.ts';
import { refusalOf } from '../../../lib/server/http/http-refusal.ts';

const hosts = (over: Partial<HostsOptions>) =>
  ownHosts({ listensOn: '0.0.0.0', publicUrl: null, names: [], asksWho: false, ...over });
const LOCAL = hosts({ listensOn: '127.0.0.1', publicUrl: 'https://tenure.example/' });
const OPEN = hosts({ publicUrl: 'https://tenure.example/', names: ['leases.example', '*.tools.example'] });
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

  test('by any name, where others reach it and are asked who they are', () =>
    expect(refusal('GET', '/', { host: 'evil.example' }, hosts({ asksWho: true }))).toBeNull());

  test.each([
    ...[
      '10.0.0.7:3000',
      '[fd00::7]:3000',
      'localhost:3000',
      'tenure',
      'tenure.monitoring.svc',
      'tenure.localhost',
      '',
    ],
    ...['tenure.monitoring.svc.cluster.local:80', 'Tenure.example', 'leases.example', 'a.tools.example'],
  ])('by %s, where nobody is asked', (host) => expect(refusal('GET', '/', { host }, OPEN)).toBeNull());
});

describe('refused', () => {
  test.each([
    ...['evil.example', 'tenure.svc.evil.example', '10.0.0.7.evil.example', 'tools.example'],
    ...['a.b.tools.example', 'tenure.local', 'x.tenure.example', 'svc.cluster.local.evil.example'],
  ])('by %s, which a page may have lead there, where nobody is asked', (host) =>
    expect(refusal('GET', '/', { host }, OPEN)).toBe('misdirected'),
  );
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
