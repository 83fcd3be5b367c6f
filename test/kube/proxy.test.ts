import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../lib/kube/proxy.ts';

const PROXY = 'http://proxy.example:3128';

describe('the way to the API server', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['https://api.example:6443', {}, null],
    ['https://api.example:6443', { HTTPS_PROXY: PROXY }, PROXY],
    ['https://api.example:6443', { HTTPS_PROXY: 'http://other', https_proxy: PROXY }, PROXY],
    ['https://api.example:6443', { HTTPS_PROXY: 'proxy.example:3128' }, PROXY],
    ['https://api.example:6443', { HTTP_PROXY: PROXY }, null],
    ['http://api.example', { HTTP_PROXY: PROXY }, PROXY],
    ['https://localhost:6443', { HTTPS_PROXY: PROXY }, null],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: PROXY }, null],
    ['https://[::1]:6443', { HTTPS_PROXY: PROXY }, null],
  ])('%s with %j: %s', (server, env, expected) => {
    expect(proxyFor(new URL(server), env)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['https://api.example:6443', '*', true],
    ['https://api.example:6443', 'example', true],
    ['https://api.example:6443', '.example', true],
    ['https://api.example:6443', '*.example', true],
    ['https://example:6443', '.example', false],
    ['https://api.example:6443', 'pi.example', false],
    ['https://api.example:6443', 'other, API.example', true],
    ['https://api.example:6443', 'api.example:6443', true],
    ['https://api.example:6443', 'api.example:443', false],
    ['https://10.96.0.1', '10.96.0.0/12,.svc', true],
    ['https://10.96.0.1', '10.0.0.0/16', false],
    ['https://10.96.0.1', '10.96.0.1', true],
    ['https://10.96.0.1', '10.96.0.1:443', true],
    ['https://[fd00::1]:6443', 'fd00::/8', true],
    ['https://[fd00::1]:6443', '[fd00::1]:6443', true],
    ['https://10.96.0.1', '10.0.0.0/99,10.0.0.0/,nonsense/8', false],
  ])('%s with NO_PROXY=%s goes direct: %s', (server, noProxy, direct) => {
    const env = { HTTPS_PROXY: PROXY, NO_PROXY: noProxy };
    expect(proxyFor(new URL(server), env)).toBe(direct ? null : PROXY);
  });
});
