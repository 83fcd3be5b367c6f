import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../lib/server/config.ts';

function mistakes(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('configuration', () => {
  test('an empty environment means the defaults', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      kubeconfig: null,
      context: null,
      namespaces: [],
      clusterName: null,
      logLevel: 'info',
      demo: false,
      history: {
        url: `file:${process.cwd()}/data/tenure.db`,
        handoverDays: 90,
        renewalDays: 30,
        maxBytes: 4_096_000_000,
      },
      rulesFile: null,
      notify: { alertmanagers: [], webhook: null, slack: null, least: 'warning', publicUrl: null },
      names: [],
      trustedProxies: [],
      basePath: { path: '', stripped: false },
      auth: {
        mode: 'none',
        userHeader: 'x-forwarded-user',
        groupsHeader: null,
        proxyReview: false,
        audiences: [],
        sessionKey: null,
        metrics: 'open',
      },
    });
  });

  test('empty values are as unset', () => {
    expect(readConfig({ PORT: '', TENURE_NAMESPACES: ' ', TENURE_HOST: '' }).port).toBe(3000);
  });

  test('everything given is taken', () => {
    const config = readConfig({
      PORT: '8080',
      TENURE_HOST: '::',
      KUBECONFIG: '/a:/b',
      TENURE_CONTEXT: 'prod',
      TENURE_NAMESPACES: 'kube-system, default,kube-system',
      TENURE_CLUSTER_NAME: 'Production EU',
      TENURE_LOG_LEVEL: 'debug',
      TENURE_DATABASE_URL: 'postgres://tenure:secret@db/tenure',
      TENURE_HANDOVER_DAYS: '365',
      TENURE_RENEWAL_DAYS: '7',
      TENURE_HISTORY_MB: '500',
      TENURE_RULES_FILE: '/etc/tenure/rules.yaml',
      TENURE_ALERTMANAGER_URL: 'http://am-0:9093/, https://me:secret@am-1/prefix',
      TENURE_WEBHOOK_URL: 'https://hooks.example/T000?a=b',
      TENURE_WEBHOOK_SECRET: '0123456789abcdef',
      TENURE_SLACK_URL: 'https://hooks.slack.example/services/T/B/X',
      TENURE_NOTIFY_LEAST: 'critical',
      TENURE_NAMES: 'Tenure.example, *.tools.example',
      TENURE_PUBLIC_URL: 'https://tenure.example/k8s/',
      TENURE_TRUSTED_PROXIES: '10.42.0.0/16, fd00::7',
      TENURE_BASE_PATH: '/k8s/',
      TENURE_BASE_PATH_STRIPPED: '1',
      TENURE_DEMO: '1',
      PATH: '/bin',
    });
    expect(config).toEqual({
      port: 8080,
      host: '::',
      kubeconfig: '/a:/b',
      context: 'prod',
      namespaces: ['kube-system', 'default'],
      clusterName: 'Production EU',
      logLevel: 'debug',
      demo: true,
      history: {
        url: 'postgres://tenure:secret@db/tenure',
        handoverDays: 365,
        renewalDays: 7,
        maxBytes: 500_000_000,
      },
      names: ['tenure.example', '*.tools.example'],
      trustedProxies: ['10.42.0.0/16', 'fd00::7'],
      basePath: { path: '/k8s', stripped: true },
      rulesFile: '/etc/tenure/rules.yaml',
      notify: {
        alertmanagers: ['http://am-0:9093/', 'https://me:secret@am-1/prefix'],
        webhook: { url: 'https://hooks.example/T000?a=b', secret: '0123456789abcdef' },
        slack: 'https://hooks.slack.example/services/T/B/X',
        least: 'critical',
        publicUrl: 'https://tenure.example/k8s',
      },
      auth: readConfig({}).auth,
    });
  });

  test.each([
    ['PORT', 'http', 'whole number from 0 to 65535'],
    ['PORT', '65536', 'whole number from 0 to 65535'],
    ['PORT', '-1', 'whole number from 0 to 65535'],
    ['PORT', '30.5', 'whole number from 0 to 65535'],
    ['TENURE_HOST', 'not a host', '127.0.0.1 or 0.0.0.0'],
    ['TENURE_HOST', '300.1.1.1', '127.0.0.1 or 0.0.0.0'],
    ['TENURE_NAMESPACES', 'Kube_System', 'names with commas'],
    ['TENURE_NAMESPACES', ',', 'names with commas'],
    ['TENURE_NAMESPACES', 'a'.repeat(64), 'at most 63 characters'],
    ['TENURE_LOG_LEVEL', 'verbose', 'trace, debug, info'],
    ['TENURE_DEMO', 'yes', 'give 1 or 0'],
    ['TENURE_DATABASE_URL', 'mysql://me:secret@db/x', 'postgres://'],
    ['TENURE_HANDOVER_DAYS', '0', 'from 1 to 3650'],
    ['TENURE_RENEWAL_DAYS', 'a month', 'from 1 to 3650'],
    ['TENURE_HISTORY_MB', '5', 'from 10'],
    ['TENURE_ALERTMANAGER_URL', 'alertmanager:9093', 'http://alertmanager:9093'],
    ['TENURE_ALERTMANAGER_URL', 'http://a:9093,ftp://b', 'with commas between'],
    ['TENURE_ALERTMANAGER_URL', 'http://a:9093/?a=b', 'http://alertmanager:9093'],
    ['TENURE_WEBHOOK_URL', '/hook', 'http:// or https://'],
    ['TENURE_SLACK_URL', 'file:///etc/passwd', 'http:// or https://'],
    ['TENURE_TRUSTED_PROXIES', 'ingress-nginx', '"ingress-nginx" is no list of addresses'],
    ['TENURE_NOTIFY_LEAST', 'bad', 'critical, warning, info'],
    ['TENURE_TRUSTED_PROXIES', 'ingress-nginx', '192.0.2.16/28'],
    ['TENURE_TRUSTED_PROXIES', '10.0.0.0/40', '192.0.2.16/28'],
    ['TENURE_PUBLIC_URL', 'https://me:secret@tenure', 'by which people reach Tenure'],
    ['TENURE_WEBHOOK_SECRET', 'x'.repeat(16), 'give TENURE_WEBHOOK_URL too'],
    [
      'TENURE_BASE_PATH',
      'tenure',
      '"tenure" does not begin with a slash; give the path alone, such as /tenure',
    ],
    ['TENURE_BASE_PATH_STRIPPED', 'yes', 'give 1 or 0'],
    ['TENURE_BASE_PATH_STRIPPED', 'true', 'give TENURE_BASE_PATH too'],
    ['TENURE_PUBLIC_URL', 'https://tenure.example/k8s/', 'give TENURE_BASE_PATH=/k8s too'],
  ])('%s=%s is refused by name, with what would be right', (name, value, right) => {
    const [mistake = '', ...others] = mistakes({ [name]: value });
    expect(others).toEqual([]);
    expect(mistake).toContain(`${name}: `);
    expect(mistake).toContain(right);
  });

  test('the address that people are told lies under the path', () => {
    const both = (url: string) => mistakes({ TENURE_BASE_PATH: '/ops/tenure', TENURE_PUBLIC_URL: url });
    expect(both('https://tools.example/ops/tenure/')).toEqual([]);
    for (const path of ['', '/', '/ops', '/ops/tenurex', '/tenure'])
      expect(both(`https://tools.example${path}`).join()).toContain('give https://tools.example/ops/tenure,');
    expect(mistakes({ TENURE_BASE_PATH: '/', TENURE_PUBLIC_URL: 'https://tenure.example' })).toEqual([]);
  });

  test('a file is taken from the folder that the command was given in, none means none', () => {
    expect(readConfig({ TENURE_DATABASE_URL: 'file:./x/y.db' }, '/srv').history.url).toBe('file:/srv/x/y.db');
    expect(readConfig({ TENURE_RULES_FILE: 'rules.yaml' }, '/srv').rulesFile).toBe('/srv/rules.yaml');
    expect(readConfig({ TENURE_DATABASE_URL: 'file:///x/y.db' }, '/srv').history.url).toBe('file:/x/y.db');
    expect(readConfig({ TENURE_DATABASE_URL: 'none' }).history.url).toBeNull();
  });

  test('a password is not repeated', () => {
    const addresses = ['TENURE_ALERTMANAGER_URL', 'TENURE_WEBHOOK_URL', 'TENURE_SLACK_URL'];
    for (const name of addresses) {
      const [mistake = ''] = mistakes({ [name]: 'hooks.example/services/hushhush' });
      expect(mistake).toContain(`${name}: what it is set to is no address`);
      expect(mistake).not.toContain('hush');
    }
    expect(mistakes({ TENURE_WEBHOOK_URL: 'http://a', TENURE_WEBHOOK_SECRET: 'hushhush' })).toEqual([
      'TENURE_WEBHOOK_SECRET: what it is set to is too short to sign with; give at least 16 characters.',
    ]);
  });

  test.each([
    ['TENURE_DATABASE_URL', 'mysql://me:hunter2@db/x', '(mysql://…) is no database'],
    ['TENURE_DATABASE_URL', 'postgres:/tenure:hunter2@db/tenure', 'what it is set to is no database'],
    ['TENURE_DATABASE_URL', 'tenure:hunter2@db:5432/tenure', 'what it is set to is no database'],
    ['TENURE_DATABASE_URL', 'host=db user=tenure password=hunter2', 'what it is set to is no database'],
    ['TENURE_DATABASE_URL', 'postgress://tenure:hun@ter2@db/tenure', '(postgress://…) is no database'],
    ['TENURE_DATABASE_URL', 'postgres://tenure:hun#ter2@db/tenure', '(@ as %40)'],
    ['TENURE_PUBLIC_URL', 'https:/tenure:hunter2@host', 'by which people reach Tenure'],
    ['TENURE_PUBLIC_URL', 'https://tenure:hunter2@host', 'by which people reach Tenure'],
    ['TENURE_PUBLIC_URL', 'tenure:hunter2@host', 'by which people reach Tenure'],
    ['TENURE_SESSION_KEY', 'hunter2://', 'is too short'],
  ])('no typo has a password repeated: %s=%s', (name, value, right) => {
    const env = name === 'TENURE_SESSION_KEY' ? { TENURE_AUTH: 'token', [name]: value } : { [name]: value };
    const said = mistakes(env);
    expect(said).toEqual([expect.stringContaining(right)]);
    expect(said.join()).not.toMatch(/hun|ter2|tenure:/);
  });

  test('an unknown name is answered with the one that was meant', () => {
    expect(mistakes({ TENURE_NAMESPACE: 'default' })).toEqual([
      'TENURE_NAMESPACE: there is no such variable; did you mean TENURE_NAMESPACES?',
    ]);
    expect(mistakes({ TENURE_XYZZY_PLUGH_FOO: '1' })[0]).toContain('the ones there are: PORT, TENURE_HOST');
  });

  test('every mistake is reported at once', () => {
    const found = mistakes({ PORT: 'x', TENURE_LOG_LEVEL: 'loud', TENURE_HOTS: '::1' });
    expect(found.map((mistake) => mistake.split(':')[0]).toSorted()).toEqual([
      'PORT',
      'TENURE_HOTS',
      'TENURE_LOG_LEVEL',
    ]);
  });

  test('what Kubernetes sets for a Service called tenure is nobody’s mistake', () => {
    const links = {
      TENURE_SERVICE_HOST: '10.0.0.1',
      TENURE_SERVICE_PORT: '80',
      TENURE_SERVICE_PORT_HTTP: '80',
      TENURE_PORT: 'tcp://10.0.0.1:80',
      TENURE_PORT_80_TCP: 'tcp://10.0.0.1:80',
      TENURE_PORT_80_TCP_PROTO: 'tcp',
      TENURE_PORT_80_TCP_PORT: '80',
      TENURE_PORT_80_TCP_ADDR: '10.0.0.1',
      TENURE_METRICS_SERVICE_HOST: '10.0.0.2',
    };
    expect(mistakes(links)).toEqual([]);
  });

  test.each([
    ['TENURE_PORT', '8080', /did you mean PORT\?$/],
    ['TENURE_KUBECONFIG', '/a', /did you mean KUBECONFIG\?$/],
    ['TENURE_HOSTS', '::', /did you mean TENURE_HOST\?$/],
    ['TENURE_FOO', 'a', /the ones there are: PORT, TENURE_HOST/],
    ['TENURE_URL', 'a', /the ones there are: PORT, TENURE_HOST/],
  ])('%s=%s is not there, and only what is near is offered', (name, value, said) => {
    expect(mistakes({ [name]: value })).toEqual([expect.stringMatching(said)]);
  });
});
