import { describe, expect, it, test } from 'vitest';
import { ConfigError, readConfig } from '../../../lib/server/config.ts';

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
    [{ ...PROXY, TENURE_TRUSTED_PROXIES: '10.0.0.7,0.0.0.0/0' }, 'everybody'],
    [{ ...PROXY, TENURE_TRUSTED_PROXIES: '::/0' }, 'everybody'],
    [{ ...PROXY, TENURE_AUTH_USER_HEADER: 'X-Forwarded-For' }, 'no header that names somebody'],
    [{ ...PROXY, TENURE_AUTH_USER_HEADER: 'X User' }, 'no header that names somebody'],
    [{ ...PROXY, TENURE_AUTH_GROUPS_HEADER: 'X-Groups' }, 'TENURE_AUTH_PROXY_REVIEW=true'],
    [{ TENURE_AUTH_PROXY_REVIEW: '1' }, 'TENURE_AUTH=proxy'],
    [{ ...PROXY, TENURE_SESSION_KEY: KEY }, 'TENURE_AUTH=token'],
    [{ TENURE_AUTH: 'token', TENURE_AUTH_AUDIENCES: ',' }, 'no list of audiences'],
    [{ TENURE_METRICS: 'auth' }, 'TENURE_AUTH=proxy or token'],
    [{ TENURE_METRICS: 'closed' }, 'open or auth'],
  ])('%j is refused', (env, said) => expect(mistakes(env)).toContain(said));

  it('a key that is too short is not repeated', () => {
    const said = mistakes({ TENURE_AUTH: 'token', TENURE_SESSION_KEY: 'hunter2' });
    expect(said).toContain('at least 32 characters');
    expect(said).not.toContain('hunter2');
  });
});
