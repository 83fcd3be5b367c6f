import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ConfigError, readConfig } from '../../../lib/server/config.ts';
import { isTrustedPeer, networks } from '../../../lib/server/http/client-address.ts';

function mistakes(env: Record<string, string>): string {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.join('\n');
    throw error;
  }
}
const KEY = 'k'.repeat(32);
const PROXY = { TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '10.0.0.7' };

describe('who gets in, as the environment says it', () => {
  it('is taken as it is given', () => {
    expect(
      readConfig({ TENURE_AUTH: 'token', TENURE_SESSION_KEY: KEY, TENURE_AUTH_AUDIENCES: 'a, https://b,a' })
        .auth,
    ).toMatchObject({ mode: 'token', sessionKey: KEY, audiences: ['a', 'https://b'], metrics: 'auth' });
    expect(
      readConfig({
        ...PROXY,
        TENURE_AUTH_USER_HEADER: 'X-Forwarded-Email',
        TENURE_AUTH_PROXY_REVIEW: 'true',
        TENURE_AUTH_GROUPS_HEADER: 'X-Forwarded-Groups',
        TENURE_METRICS: 'open',
      }).auth,
    ).toMatchObject({
      ...{ mode: 'proxy', userHeader: 'x-forwarded-email', groupsHeader: 'x-forwarded-groups' },
      ...{ proxyReview: true, metrics: 'open' },
    });
  });

  test.each<[Record<string, string>, string]>([
    [{ TENURE_AUTH: 'basic' }, 'none, proxy, token'],
    [{ TENURE_AUTH: 'proxy' }, 'TENURE_TRUSTED_PROXIES'],
    [{ ...PROXY, TENURE_TRUSTED_PROXIES: '10.0.0.7,0.0.0.0/0' }, 'an address of 0.0.0.0/0 would say who'],
    [{ ...PROXY, TENURE_TRUSTED_PROXIES: '::/0' }, 'an address of ::/0 would say who'],
    [{ ...PROXY, TENURE_AUTH_USER_HEADER: 'X-Forwarded-For' }, 'no header that names somebody'],
    [{ ...PROXY, TENURE_AUTH_USER_HEADER: 'Referer' }, 'no header that names somebody'],
    [{ ...PROXY, TENURE_AUTH_USER_HEADER: 'X User' }, 'no header that names somebody'],
    [{ ...PROXY, TENURE_AUTH_GROUPS_HEADER: 'X-Groups' }, 'TENURE_AUTH_PROXY_REVIEW=true'],
    [{ TENURE_AUTH_PROXY_REVIEW: '1' }, 'TENURE_AUTH=proxy'],
    [{ ...PROXY, TENURE_SESSION_KEY: KEY }, 'TENURE_AUTH=token'],
    [{ TENURE_AUTH: 'token', TENURE_AUTH_AUDIENCES: ',' }, 'no list of audiences'],
    [{ TENURE_METRICS: 'auth' }, 'TENURE_AUTH=proxy or token'],
    [{ TENURE_METRICS: 'closed' }, 'open or auth'],
  ])('%j is refused', (env, said) => expect(mistakes(env)).toContain(said));

  it('a proxy’s network is no wider than one can be', () => {
    const ip = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    );
    // Each of these is of another continent: no network of anybody's own has two of them.
    const far = ['1.0.0.1', '41.0.0.1', '102.0.0.1', '190.0.0.1', '213.0.0.1', '2001:200::1', '2c0f:f248::1'];
    fc.assert(
      fc.property(ip, ([address, bits]) => {
        const trusted = networks([`${address}/${bits}`]);
        const held = far.filter((one) => isTrustedPeer(one, trusted));
        const said = mistakes({ ...PROXY, TENURE_TRUSTED_PROXIES: `${address}/${bits}` });
        if (held.length > 1) expect(said).toContain('TENURE_TRUSTED_PROXIES');
      }),
      {
        examples: [[['::ffff:0:0', 96]], [['0::', 16]], [['10.0.0.0', 0]], [['0.0.0.0', 1]], [['2000::', 3]]],
      },
    );
  });

  test.each([
    ['10.0.0.0/7', false],
    ['10.0.0.0/00', false],
    ['10.0.0.0/8', true],
    ['fd00::/15', false],
    ['fd00::/16', true],
    ['::/64', false],
    ['0:0::ffff:0:0/96', false],
    ['::ffff:10.0.0.0/104', true],
    ['::1', true],
  ])('the proxy’s network %s: taken %j', (network, isTaken) =>
    expect(mistakes({ ...PROXY, TENURE_TRUSTED_PROXIES: network }) === '').toBe(isTaken),
  );

  it('a key that is too short is not repeated', () => {
    const said = mistakes({ TENURE_AUTH: 'token', TENURE_SESSION_KEY: 'hunter2' });
    expect(said).toContain('at least 32 characters');
    expect(said).not.toContain('hunter2');
  });
});
