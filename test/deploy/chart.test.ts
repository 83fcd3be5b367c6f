import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { settlingMs } from '../../lib/alert/settling.ts';
import { readConfig } from '../../lib/server/config.ts';
import { readRules } from '../../lib/server/rules/rules-text.ts';
import { VERSION } from '../../lib/server/version.ts';
import { lacksHelm, suiteName } from '../setup/requirements.ts';
import { ROOT } from '../setup/stack.ts';
import { CHART, environment, helm, KUBE_VERSION, only, podOf, refusal, render } from './chart.ts';
import { VALUE_SETS } from './chart-values.ts';

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const SETS = Object.entries(VALUE_SETS);

/** What has nothing within it, as JSON by its path. */
function leaves(value: unknown, path = ''): Map<string, string> {
  const within =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (within.length === 0) return new Map([[path, JSON.stringify(value)]]);
  return new Map(within.flatMap(([name, one]) => [...leaves(one, path === '' ? name : `${path}.${name}`)]));
}
/** A default that is an empty map is set by anything within it. */
const under = (path: string, leaf: string): boolean => path === leaf || path.startsWith(`${leaf}.`);

describe('the chart’s files', () => {
  it('has the rules for Prometheus as they are', () => {
    expect(text('deploy/chart/files/prometheus-rules.yaml')).toBe(text('deploy/prometheus/rules.yaml'));
  });

  it('is of the version of what it installs', () => {
    expect(load(text('deploy/chart/Chart.yaml'))).toMatchObject({ version: VERSION, appVersion: VERSION });
  });
});

describe.skipIf(lacksHelm !== null)(suiteName('the chart', lacksHelm), () => {
  it.each(SETS)('is fine to helm lint: %s', (_, values) => {
    const args = ['lint', '--strict', CHART, '--kube-version', KUBE_VERSION, '-f', '-'];
    const { status, said } = helm(args, JSON.stringify(values));
    expect(status, said).toBe(0);
  });

  it.each(SETS)('gives settings that Tenure takes, and objects of one label: %s', (_, values) => {
    const manifests = render(values);
    const secrets: Record<string, string> = {
      'tenure-database/url': 'postgres://user:password@host/database',
      'tenure-database/dsn': 'postgres://user:password@host/database',
      'tenure-alertmanager/address': 'http://user:password@alertmanager:9093',
      'tenure-webhook/address': 'https://hooks.example.org/tenure',
      'tenure-webhook/signing': 'sixteen characters',
      'tenure-session/seal': 'a key of 32 characters and some more',
      'tenure-slack/address': 'https://hooks.example.org/services/T/B/x',
    };
    const env = environment(manifests);
    const config = readConfig(
      Object.fromEntries(Object.entries(env).map(([name, value]) => [name, secrets[value] ?? value])),
    );
    expect(config).toMatchObject({ port: 3000, host: env.TENURE_HOST, demo: false, kubeconfig: null });
    expect(manifests.map((one) => one.metadata.labels?.['app.kubernetes.io/instance'])).toEqual(
      manifests.map(() => 'tenure'),
    );
  });

  it.each(SETS)('runs with no right on its node: %s', (_, values) => {
    const pod = podOf(render(values));
    const [container] = pod.containers;
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: (values as { userId?: number }).userId ?? 10_001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(pod.volumes.flatMap((volume) => Object.keys(volume))).not.toContain('hostPath');
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
  });

  it('has no value that no set of these tests sets to another than its default', () => {
    const defaults = leaves(load(text('deploy/chart/values.yaml')));
    const sets = SETS.map(([, values]) => leaves(values));
    const differs = (path: string): boolean =>
      sets.some((set) => [...set].some(([one, value]) => under(one, path) && value !== defaults.get(path)));
    expect(defaults.size).toBeGreaterThan(80);
    expect([...defaults.keys()].filter((path) => !differs(path))).toEqual([]);
  });

  it('takes other names, ports and bounds', () => {
    const manifests = render(VALUE_SETS['by other names, for whom others can reach']);
    expect(only(manifests, 'Deployment').metadata.name).toBe('who-leads');
    expect(only(manifests, 'Deployment').metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'leases',
    });
    expect(only(manifests, 'Service').spec).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 8080 }] });
    expect(podOf(manifests).containers[0]).toMatchObject({
      imagePullPolicy: 'Always',
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } },
    });
    const watched = only(render(VALUE_SETS['by token, on two replicas']), 'ServiceMonitor').spec;
    const authorization = { credentials: { name: 'scraper', key: 'bearer' } };
    expect(watched).toMatchObject({ endpoints: [{ interval: '1m', scrapeTimeout: '20s', authorization }] });
    const { spec } = only(render(VALUE_SETS.everything), 'NetworkPolicy');
    expect(JSON.stringify(spec)).toContain('"port":16443');
  });

  it('has every setting of Tenure, but those that a Pod has no use for', () => {
    const set = new Set(SETS.flatMap(([, values]) => Object.keys(environment(render(values)))));
    const named = text('.env.example').match(/^#[A-Z_]+(?==)/gm) ?? [];
    const missing = named.map((name) => name.slice(1)).filter((name) => !set.has(name));
    expect(missing).toEqual(['KUBECONFIG', 'TENURE_CONTEXT', 'TENURE_DEMO']);
  });

  it('exposes nothing by default', () => {
    const manifests = render();
    expect(manifests.map(({ kind }) => kind).sort()).toEqual([
      'ClusterRole',
      'ClusterRoleBinding',
      'Deployment',
      'PersistentVolumeClaim',
      'Service',
      'ServiceAccount',
    ]);
    expect(only(manifests, 'Service').spec).toMatchObject({ type: 'ClusterIP' });
  });

  it('reads Leases and one uid by default, and writes nothing whatever is switched on', () => {
    expect(only(render(), 'ClusterRole').rules).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] },
    ]);
    const all = SETS.flatMap(([, values]) => render(values).flatMap((one) => one.rules ?? []));
    const rules = all.filter(({ resources }) => !resources.every((one) => /reviews$/.test(one)));
    expect([...new Set(rules.flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list', 'watch']);
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect(rules.flatMap(({ apiGroups, resources }) => [...apiGroups, ...resources])).not.toContain('*');
  });

  it('asks who somebody is, and what they may, only where that is asked', () => {
    const reviews = (set: string) =>
      render(VALUE_SETS[set])
        .flatMap((one) => one.rules ?? [])
        .filter(({ resources }) => resources.some((one) => one.endsWith('reviews')))
        .map(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs].join(' '));
    const access = 'authorization.k8s.io subjectaccessreviews create';
    expect(reviews('everything')).toEqual([]);
    expect(reviews('by a proxy that the API server is asked about')).toEqual([access]);
    expect(reviews('by token, on two replicas')).toEqual([
      access,
      'authentication.k8s.io tokenreviews create',
    ]);
  });

  it('has a Role for each namespace that is named, and none for all of them', () => {
    const manifests = render(VALUE_SETS['some namespaces']);
    expect(manifests.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
    const roles = manifests.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata);
    expect(roles.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'kube-system/tenure-tenure',
      'apps/tenure-tenure',
      'kube-system/tenure-tenure-cluster-id',
    ]);
  });

  it('keeps two from one SQLite file', () => {
    expect(only(render(), 'Deployment').spec).toMatchObject({ strategy: { type: 'Recreate' } });
    const many = render(VALUE_SETS['two replicas on PostgreSQL']);
    expect(only(many, 'Deployment').spec).toMatchObject({ strategy: { type: 'RollingUpdate' }, replicas: 2 });
    expect(refusal({ replicas: 2 })).toContain('SQLite is a file for one replica');
  });

  it.each([
    ['defaults', undefined, undefined],
    ['under a path', '/tenure', '/tenure/metrics'],
    ['everything', '/ops/tenure(/|$)(.*)', '/metrics'],
  ])('is asked where it lives, by an Ingress and by Prometheus: %s', (set, path, metricsPath) => {
    const manifests = render(VALUE_SETS[set]);
    if (path !== undefined)
      expect(only(manifests, 'Ingress').spec).toMatchObject({ rules: [{ http: { paths: [{ path }] } }] });
    if (metricsPath !== undefined)
      expect(only(manifests, 'ServiceMonitor').spec).toMatchObject({ endpoints: [{ path: metricsPath }] });
    // By the kubelet at the root, which answers whatever the path is.
    expect(podOf(manifests).containers[0]).toMatchObject({
      livenessProbe: { httpGet: { path: '/healthz' } },
      readinessProbe: { httpGet: { path: '/readyz' } },
    });
  });

  it('keeps the replica that judges until a new one does', () => {
    const heartbeat = settlingMs({ expiresAfterMs: 40_000, usualGapMs: 10_000 });
    const { minReadySeconds, strategy } =
      only(render(VALUE_SETS['two replicas on PostgreSQL']), 'Deployment').spec ?? {};
    expect(Number(minReadySeconds) * 1000).toBeGreaterThan(heartbeat);
    // By itself the Deployment would end one of four before.
    expect(strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    expect(only(render(), 'Deployment').spec).not.toHaveProperty('minReadySeconds');
  });

  it('has room on its volume for a backup beside the history', () => {
    const { history } = load(text('deploy/chart/values.yaml')) as {
      history: { megabytes: number; sqlite: { persistence: { size: string } } };
    };
    const gib = Number(/^(\d+)Gi$/.exec(history.sqlite.persistence.size)?.[1]);
    expect(gib * 2 ** 30).toBeGreaterThan(2.2 * history.megabytes * 1_000_000);
  });

  it('mounts what else Tenure is to read', () => {
    const { volumes, containers } = podOf(render(VALUE_SETS.everything));
    expect(volumes).toContainEqual({ name: 'our-ca', configMap: { name: 'our-ca' } });
    expect(containers[0].volumeMounts).toContainEqual({
      ...{ name: 'our-ca', mountPath: '/etc/our-ca', readOnly: true },
    });
  });

  it('hands on a rules file as it was meant', () => {
    const file = load(text('docs/rules.example.yaml'));
    const given = only(render({ rules: { file } }), 'ConfigMap').data?.['rules.yaml'] ?? '';
    expect(load(given)).toEqual(file);
    expect(readRules(given)).toEqual(readRules(text('docs/rules.example.yaml')));
  });

  it('hands the rules for Prometheus on as they are', () => {
    const { spec } = only(render({ prometheusRule: { enabled: true } }), 'PrometheusRule');
    const all = load(text('deploy/prometheus/rules.yaml')) as { groups: { name: string }[] };
    expect(spec).toEqual(all);
    // As values of an older chart have it.
    const reused = only(render({ prometheusRule: { enabled: true, findings: null } }), 'PrometheusRule');
    expect(reused.spec).toEqual(all);
    // Whoever is told of what Tenure finds by Tenure is not to be told twice.
    const own = only(render(VALUE_SETS['by token, on two replicas']), 'PrometheusRule').spec;
    expect(own).toEqual({ groups: all.groups.filter(({ name }) => name !== 'tenure.findings') });
    expect(JSON.stringify(own)).not.toContain('tenure_alert_since');
    expect(JSON.stringify(own)).toContain('TenureAbsent');
  });
});
