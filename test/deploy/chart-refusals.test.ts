/** What the chart refuses, and in which words: each set would install something that cannot work, or that nobody meant. */
import { describe, expect, test } from 'vitest';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { CHART, helm, KUBE_VERSION, refusal } from './chart.ts';

describe.skipIf(lacksHelm !== null)(suiteName('the chart', lacksHelm), () => {
  test.each<[string, object, string]>([
    ['a value that there is not', { replica: 2 }, 'replica'],
    ['a password in clear', { notifications: { alertmanager: { url: 'http://u:p@host:9093' } } }, 'pattern'],
    [
      'a setting that has a value',
      { tenure: { extraEnv: [{ name: 'TENURE_HOST', value: '::' }] } },
      'extraEnv',
    ],
    ['a namespace that is none', { tenure: { namespaces: ['Apps'] } }, 'namespaces'],
    ['an Ingress for any host', { ingress: { enabled: true } }, 'ingress.host'],
    ['a path with a slash at its end', { tenure: { basePath: '/tenure/' } }, 'basePath'],
    ['a path that leads up', { tenure: { basePath: '/a/../b' } }, 'basePath'],
    ['no path to take off', { tenure: { basePathStripped: true } }, 'tenure.basePath'],
    [
      'an address of another path',
      { tenure: { basePath: '/tenure', publicUrl: 'https://tools.example.org' } },
      'tenure.publicUrl',
    ],
    ['PostgreSQL without a Secret', { history: { store: 'postgres' } }, 'history.postgres.secret.name'],
    ['nothing to sign', { notifications: { webhook: { secret: { signingKey: 'k' } } } }, 'nothing to sign'],
    [
      'people told twice',
      { replicas: 2, history: { store: 'none' }, notifications: { slack: { secret: { name: 's' } } } },
      'several times',
    ],
    ['anybody’s word for who asks', { auth: { mode: 'proxy' } }, 'ingress.trustedProxies'],
    [
      'a network of everybody for who asks',
      {
        auth: { mode: 'proxy', proxy: { othersKeptOut: true } },
        ingress: { trustedProxies: ['192.0.2.16/28', '10.0.0.0/1'] },
      },
      'an address of 10.0.0.0/1 would say who they are; give the proxy',
    ],
    [
      'an address that is none',
      { ingress: { trustedProxies: ['192.0.2.7', '999.1.1.1'] } },
      '"999.1.1.1" is no address and no network; give such as 192.0.2.7',
    ],
    [
      'a header that says another thing',
      { auth: { proxy: { userHeader: 'Cookie' } } },
      'auth.proxy.userHeader: Cookie is no header that names somebody; give',
    ],
    [
      'groups of a header that says another thing',
      { auth: { proxy: { review: true, groupsHeader: 'Host' } } },
      'auth.proxy.groupsHeader: Host is no header that names somebody',
    ],
    ['a name that is none', { nameOverride: 'Foo bar' }, 'nameOverride: "Foo bar" is no name; give a letter'],
    [
      'a name that no Service may have',
      { fullnameOverride: 'UPPER_x' },
      'fullnameOverride: no Service can be called "UPPER_x"; give a letter, then',
    ],
    ['a name that ends in dashes', { fullnameOverride: `a${'-'.repeat(9)}` }, 'fullnameOverride: no Service'],
    [
      'a label by which Pods are found',
      { podLabels: { 'app.kubernetes.io/instance': 'other' } },
      'podLabels: by app.kubernetes.io/instance the Service finds its Pods',
    ],
    [
      'more history than its volume holds',
      { history: { megabytes: 20_000, sqlite: { persistence: { size: '1Gi' } } } },
      'history.megabytes: 20000 MB do not fit on a volume of 1Gi; set history.sqlite.persistence.size to twice',
    ],
    [
      'the word of a proxy that others reach Tenure beside',
      { auth: { mode: 'proxy' }, ingress: { trustedProxies: ['192.0.2.16/28'] } },
      'networkPolicy.enabled',
    ],
    [
      'everything by plain HTTP to everybody',
      { ingress: { enabled: true, host: 'tools.example.org' } },
      'set tenure.publicUrl to https:// and its host, or say by ingress.openByPlainHttp=true',
    ],
    [
      'one client for all who sign in',
      { auth: { mode: 'token' }, ingress: { enabled: true, host: 'tools.example.org', tlsSecret: 'tls' } },
      'ingress.trustedProxies: name the addresses of the ingress controller or, where it has none of its own, the network of its Pods',
    ],
    ['a volume by the name of its own', { extraVolumes: [{ name: 'data', emptyDir: {} }] }, 'extraVolumes'],
    [
      'sessions that another replica cannot open',
      { replicas: 2, history: { store: 'none' }, auth: { mode: 'token' } },
      'auth.sessionKey',
    ],
    [
      'tokens by an Ingress that is not known to have TLS',
      {
        auth: { mode: 'token' },
        ingress: { enabled: true, host: 'tools.example.org', trustedProxies: ['192.0.2.16/28'] },
      },
      'TLS only; set ingress.tlsSecret, or tenure.publicUrl to https:// and a name of ingress.host, which X-Forwarded-Proto: http overrules',
    ],
    [
      'tokens by plain HTTP',
      {
        auth: { mode: 'token' },
        ingress: { enabled: true, host: 'tools.example.org', tlsSecret: 'tls' },
        tenure: { publicUrl: 'http://tools.example.org' },
      },
      'would not know that this Ingress has TLS',
    ],
    [
      'tokens by another name than the Ingress has',
      {
        auth: { mode: 'token' },
        ingress: { enabled: true, host: 'tools.example.org', tlsSecret: 'tls' },
        tenure: { publicUrl: 'https://other.example.org' },
      },
      'TLS only; set tenure.publicUrl',
    ],
    [
      'tokens by names of which none is known',
      { auth: { mode: 'token' }, ingress: { enabled: true, host: '*.example.org', tlsSecret: 'tls' } },
      'TLS only; set tenure.publicUrl',
    ],
    [
      'tokens by a name that the Ingress has not',
      {
        auth: { mode: 'token' },
        ingress: { enabled: true, host: '*.example.org' },
        tenure: { publicUrl: 'https://a.tools.example.org' },
      },
      'TLS only; set tenure.publicUrl',
    ],
    [
      'a monitor without a token',
      { auth: { mode: 'token' }, serviceMonitor: { enabled: true } },
      'serviceMonitor.tokenSecret.name',
    ],
    [
      'a monitor that no proxy names',
      {
        auth: { mode: 'proxy', proxy: { othersKeptOut: true } },
        ingress: { trustedProxies: ['192.0.2.16/28'] },
        serviceMonitor: { enabled: true, tokenSecret: { name: 'scraper' } },
      },
      'auth.metrics',
    ],
    ['audiences of no token', { auth: { token: { audiences: ['tenure'] } } }, 'auth.mode'],
    ['groups that nobody looks at', { auth: { proxy: { groupsHeader: 'X-Groups' } } }, 'auth.proxy.review'],
    ['metrics of who is not asked', { auth: { metrics: 'auth' } }, 'auth.metrics'],
    ['two rules files', { rules: { file: { rules: {} }, existingConfigMap: { name: 'other' } } }, 'not both'],
  ])('refuses %s', (_, values, said) => expect(refusal({ ...values })).toContain(said));

  const byProxy = (from: object[] | undefined, othersKeptOut = false) => ({
    auth: { mode: 'proxy', proxy: { othersKeptOut } },
    ingress: { trustedProxies: ['10.42.0.0/16'] },
    networkPolicy: { enabled: true, ...(from === undefined ? {} : { from }) },
  });
  const proxy = { ipBlock: { cidr: '192.0.2.16/28' } };
  const labels = { matchLabels: { app: 'proxy' } };
  test.each<[string, object[] | undefined]>([
    ['as it is by default', undefined],
    ['that names the proxy, and all addresses', [proxy, { ipBlock: { cidr: '0.0.0.0/0' } }]],
    ['that names the proxy, and every Pod', [proxy, { namespaceSelector: {} }]],
    [
      'that has selectors which choose nothing',
      [{ podSelector: { matchLabels: {} }, namespaceSelector: {} }],
    ],
    ['that names nobody', []],
  ])('refuses the word of a proxy with a NetworkPolicy %s', (_, from) => {
    expect(refusal(byProxy(from))).toMatch(/networkPolicy\.from: .*name that proxy/);
    expect(refusal(byProxy(from, true))).toBeNull();
  });

  test.each<[string, object]>([
    ['its addresses', proxy],
    ['its Pods', { podSelector: labels }],
    ['its namespace', { namespaceSelector: labels, podSelector: {} }],
    [
      'an expression',
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['proxy'] }] } },
    ],
  ])('takes the word of a proxy that a NetworkPolicy names by %s', (_, from) =>
    expect(refusal(byProxy([from]))).toBeNull(),
  );

  test.each([
    ['a volume that somebody else made, of a size that is not known', { existingClaim: 'there-already' }],
    ['a volume that holds the history, and no backup beside it', { size: '5Gi' }],
  ])('takes %s', (_, persistence) =>
    expect(
      refusal({ history: { megabytes: 4500, sqlite: { persistence: { size: '1Gi', ...persistence } } } }),
    ).toBeNull(),
  );

  test('refuses a release whose name no Service may have', () => {
    const { said } = helm(['template', '1st', CHART, '--kube-version', KUBE_VERSION]);
    expect(said).toContain('fullnameOverride: no Service can be called "1st-tenure"');
  });
});
