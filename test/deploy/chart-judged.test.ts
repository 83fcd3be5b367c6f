/** What the chart judges by itself is what the server would: all of it in one run of Helm, by a template of a copy. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../lib/server/config.ts';
import { isNetwork } from '../../lib/server/http/client-address.ts';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { shown } from './chart-shown.ts';

/** What template `name` says of each of `given`, joined to it. */
function judged(name: string, given: readonly string[]): Record<string, string> {
  const each = `{{ range .Values.global.given }}{{ . | quote }}: {{ include "${name}" . | quote }}\n{{ end }}`;
  return shown(each, { global: { given: [...new Set(given)] } }) as Record<string, string>;
}
const judgedTrue = (name: string, given: readonly string[]): string[] =>
  Object.entries(judged(name, given)).flatMap(([one, said]) => (said === 'true' ? [one] : []));

/** Whether Tenure starts where a proxy says who asks. */
function starts(env: Record<string, string>): boolean {
  try {
    readConfig({ TENURE_AUTH: 'proxy', TENURE_TRUSTED_PROXIES: '192.0.2.7', ...env });
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

const bits = fc.oneof(
  fc.integer({ min: 0, max: 140 }).map((one) => `/${one}`),
  fc.constant(''),
);
const group = fc.constantFrom('', '', '0', '1', 'ffff', 'FE80', '12345', '10.0.0.1', '256.1.1.1');
const texts = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 }).map((all) => all.join('.')),
  fc.array(group, { minLength: 2, maxLength: 10 }).map((all) => all.join(':')),
);
const NETWORKS = [
  ...['999.1.1.1', '10.1.1.1/64', '10.0.0.0/1', '10.0.0.0/7', '10.0.0.0/8', '0.0.0.0/0', '192.0.2.16/28'],
  ...['::/0', '::/64', '::ffff:0:0/96', '::ffff:10.0.0.0/104', '2000::/3', 'fd00::/15', 'fd00::/16', '::1'],
  ...['1:2:3:4:5:6:7::', '1:2:3:4::5:6:7:8', '1:2:3:4:5:6:7:1.2.3.4', '::1.2.3.4', ':::', '1::2::3'],
  ...['10.0.0.0/', '/8', '10.0.0.0/8/8', '010.0.0.1', '10.0.0.0/033', 'proxy', 'fe80::/129'],
  ...fc.sample(fc.tuple(texts, bits), { numRuns: 600, seed: 1 }).map(([address, end]) => address + end),
].filter((one) => one !== '');

describe.skipIf(lacksHelm !== null)(suiteName('what the chart judges', lacksHelm), () => {
  it('is a network where Tenure takes it for one', () => {
    const valid = [...new Set(NETWORKS)].filter(isNetwork);
    expect(valid.length).toBeGreaterThan(100);
    expect(judgedTrue('tenure.isNetwork', NETWORKS).sort()).toEqual(valid.sort());
  });

  it('is too wide a network where a proxy’s would keep Tenure from its start', () => {
    const valid = [...new Set(NETWORKS)].filter(isNetwork);
    const refused = valid.filter((one) => !starts({ TENURE_TRUSTED_PROXIES: one }));
    expect(refused.length).toBeGreaterThan(10);
    expect(judgedTrue('tenure.isTooWide', valid).sort()).toEqual(refused.sort());
  });

  it('is a header that says another thing where Tenure takes no name from it', () => {
    const headers = [
      ...['Host', 'Cookie', 'Authorization', 'Connection', 'Content-Length', 'Content-Type', 'Upgrade', 'TE'],
      ...['Transfer-Encoding', 'Trailer', 'Expect', 'Proxy-Authorization', 'Origin', 'Referer', 'Accept'],
      ...['User-Agent', 'Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP'],
      ...['X-Forwarded-User', 'X-Forwarded-Email', 'X-Auth-Request-User', 'Remote-User', 'From', 'cOOkie'],
    ];
    const refused = headers.filter((one) => !starts({ TENURE_AUTH_USER_HEADER: one }));
    expect(refused.length).toBeGreaterThan(20);
    expect(judgedTrue('tenure.saysAnotherThing', headers).sort()).toEqual(refused.sort());
  });

  it('is a quantity as Kubernetes reads it', () => {
    const sizes = { '500': 500, '1.5k': 1500, '2M': 2e6, '3G': 3e9, '1T': 1e12, '1P': 1e15, '1E': 1e18 };
    const binary = {
      '1Ki': 2 ** 10,
      '1.5Mi': 1.5 * 2 ** 20,
      '10Gi': 10 * 2 ** 30,
      '1Ti': 2 ** 40,
      '1Pi': 2 ** 50,
    };
    const expected = { ...sizes, ...binary, '1Ei': 2 ** 60 };
    const said = Object.entries(judged('tenure.bytes', Object.keys(expected)));
    expect(Object.fromEntries(said.map(([size, bytes]) => [size, Number(bytes)]))).toEqual(expected);
  });
});
