/**
 * The chart on a real API server: all that it renders is accepted, it installs and upgrades, and with the rights of its
 * ServiceAccount alone Tenure is live, and says which of the optional ones it has not been given.
 */
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCluster } from '../../lib/kube/cluster.ts';
import { createLookup } from '../../lib/kube/lookup.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import type { Permissions } from '../../lib/view/status.ts';
import { type Manifest, podOf, render } from '../deploy/chart.ts';
import { VALUE_SETS } from '../deploy/chart-values.ts';
import { documented } from '../deploy/operations-page.ts';
import { until } from '../setup/process.ts';
import { lacksChartCluster, suiteName } from '../setup/requirements.ts';
import { type ChartRelease, chartRelease, may, NAMESPACE, statusAs } from './chart-release.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { MONITORING_CRDS } from './monitoring-crds.ts';
import { ask, createNamespace } from './objects.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** The switches of the chart that the status tells of, each with the resources that it opens. */
const SWITCHES = {
  pods: ['pods'],
  nodes: ['nodes'],
  events: ['events'],
  leaseCandidates: ['leasecandidates'],
  legacyLocks: ['configmaps', 'endpoints'],
} as const satisfies Record<string, readonly (keyof Permissions)[]>;
type Switch = keyof typeof SWITCHES;
const ALL = Object.keys(SWITCHES) as Switch[];
const switchedOn = (switches: readonly Switch[]) => Object.fromEntries(switches.map((one) => [one, true]));

function collection({ apiVersion, kind, metadata }: Manifest): string {
  const api = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`.replace(/ys$/, 'ies').replace(/sss$/, 'sses');
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `${api}${scope}/${plural}`;
}

describe.skipIf(lacksChartCluster !== null)(
  suiteName('the chart on an API server', lacksChartCluster),
  () => {
    let plane: ControlPlane;
    let release: ChartRelease;

    beforeAll(async () => {
      plane = await startControlPlane({
        apiServerFlags: [
          '--feature-gates=CoordinatedLeaderElection=true',
          '--runtime-config=coordination.k8s.io/v1beta1=true',
        ],
      });
      release = chartRelease(plane);
      // Whatever is more than this profile allows is refused in it.
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      await ask(plane, 'POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE, labels } });
      await createNamespace(plane, 'apps');
      for (const crd of MONITORING_CRDS) {
        await ask(plane, 'POST', CRDS, crd);
        const isServed = async () => {
          const [plural = ''] = crd.metadata.name.split('.');
          const { status } = await plane.request('GET', `/apis/monitoring.coreos.com/v1/${plural}`);
          return status === 200 ? true : null;
        };
        await until(`${crd.metadata.name} to be served`, isServed);
      }
    });
    afterAll(async () => {
      release?.remove();
      await plane?.stop();
    });

    /** Rights reach the API server's own copy a moment after they are written. */
    const settled = (what: string, allowed: boolean) =>
      until(`${what} to be ${allowed ? 'allowed' : 'refused'}`, async () =>
        (await may(plane, what)) === allowed ? true : null,
      );

    it.each(Object.entries(VALUE_SETS))(
      'accepts every object, no field of it unknown: %s',
      async (_, values) => {
        const refused: unknown[] = [];
        for (const manifest of render(values)) {
          const path = `${collection(manifest)}?dryRun=All&fieldValidation=Strict`;
          const { status, body } = await plane.request('POST', path, manifest);
          if (status !== 201) refused.push(body);
        }
        expect(refused).toEqual([]);
      },
    );

    it.each(Object.entries(VALUE_SETS))(
      'admits the Pod where only restricted ones may run: %s',
      async (_, values) => {
        const pod = { metadata: { name: 'tenure' }, spec: podOf(render(values)) };
        const path = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All&fieldValidation=Strict`;
        const { status, body } = await plane.request('POST', path, pod);
        expect(status, JSON.stringify(body)).toBe(201);
      },
    );

    it('admits the Pod by which a history is restored, as docs/operations.md has it', async () => {
      const path = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All&fieldValidation=Strict`;
      const { status, body } = await plane.request('POST', path, load(documented('restore.yaml')));
      expect(status, JSON.stringify(body)).toBe(201);
    });

    it('is installed, upgraded to PostgreSQL and back, and leaves the history behind', async () => {
      const said = release.install({});
      expect(said).toContain('TENURE ASKS NOBODY WHO THEY ARE');
      expect(said).toContain('and not: pods, nodes, events, leaseCandidates, legacyLocks');
      const strategy = async () => {
        const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/tenure`;
        const { spec } = (await ask(plane, 'GET', path)) as { spec: { strategy: { type: string } } };
        return spec.strategy.type;
      };
      expect(await strategy()).toBe('Recreate');
      release.install({ ...VALUE_SETS['two replicas on PostgreSQL'] });
      expect(await strategy()).toBe('RollingUpdate');
      release.install({});
      expect(await strategy()).toBe('Recreate');
      release.uninstall();
      const claims = `/api/v1/namespaces/${NAMESPACE}/persistentvolumeclaims/tenure`;
      expect((await plane.request('GET', claims)).status).toBe(200);
      release.install({});
    });

    it('is live by its ServiceAccount with Leases alone, and tells what it may not read', async () => {
      release.install({});
      await settled('get namespaces/kube-system in kube-system', true);
      const status = await statusAs(await release.kubeconfig());
      const uid = (await ask(plane, 'GET', '/api/v1/namespaces/kube-system')) as {
        metadata: { uid: string };
      };
      expect(status.cluster.id).toBe(uid.metadata.uid);
      expect(status.permissions).toEqual({
        leases: 'granted',
        ...Object.fromEntries(Object.values(SWITCHES).flatMap((all) => all.map((one) => [one, 'denied']))),
      });
    });

    it.each(ALL)('says so when of all rights %s is taken away', async (taken) => {
      release.install({ permissions: switchedOn(ALL.filter((one) => one !== taken)) });
      for (const one of ALL)
        for (const resource of SWITCHES[one]) await settled(`list ${resource}`, one !== taken);
      const { permissions } = await statusAs(await release.kubeconfig());
      const expected = ALL.flatMap((one) =>
        SWITCHES[one].map((resource) => [resource, one === taken ? 'denied' : 'granted']),
      );
      expect(permissions).toEqual({ leases: 'granted', ...Object.fromEntries(expected) });
    });

    it('tells the cluster apart without the uid, when that is taken away', async () => {
      release.install({ permissions: { clusterId: false } });
      await settled('get namespaces/kube-system in kube-system', false);
      const { cluster, feed } = await statusAs(await release.kubeconfig());
      expect(feed.state).toBe('live');
      expect(cluster.id).toBeNull();
    });

    it('is live in the namespaces that are named, by Roles alone', async () => {
      const namespaces = ['kube-system', 'apps'];
      release.install({ tenure: { namespaces }, permissions: { pods: true } });
      await settled('list pods in apps', true);
      await settled('list leases', false);
      const status = await statusAs(await release.kubeconfig(), namespaces);
      expect(status.permissions).toMatchObject({ leases: 'granted', pods: 'granted', nodes: 'denied' });
      expect(status.cluster.id).not.toBeNull();
      expect(await may(plane, 'list leases in default')).toBe(false);
      expect(await may(plane, 'get pods in default')).toBe(false);
      expect(await may(plane, 'get namespaces/apps in apps')).toBe(false);
    });

    it('meets no refusal with every right given, whatever it looks up', async () => {
      release.install({ permissions: switchedOn(ALL) });
      for (const one of ALL) for (const resource of SWITCHES[one]) await settled(`list ${resource}`, true);
      const loaded = loadCluster({
        kubeconfig: await release.kubeconfig(),
        context: undefined,
        env: {},
        homeDirectory: undefined,
        serviceAccountDirectory: '/nonexistent',
      });
      if (loaded.type !== 'cluster') throw new Error(JSON.stringify(loaded));
      const clock = systemClock();
      const lookup = createLookup({ cluster: loaded.cluster, clock, timers: systemTimers, namespaces: [] });
      const refusals: string[] = [];
      const tell = (why: string) => void refusals.push(why);
      const identity = 'web-7d4b9c6f5-x2x7q_2b0c';
      await lookup.lease('apps', 'a', tell);
      await lookup.events('apps', 'a', tell);
      await lookup.candidates('apps', 'a', tell);
      await lookup.podOf(identity, 'apps', 'controller', tell);
      await lookup.podOf('10.0.0.1', 'apps', 'controller', tell);
      await lookup.podAnywhere(identity, 'controller', tell);
      await lookup.nodeOf(identity, 'controller', tell);
      expect(refusals).toEqual([]);
      const owner = { namespace: 'apps', kind: 'ReplicaSet', name: 'web-7d4b9c6f5' };
      expect(await lookup.ownedPods(owner)).toEqual({ pods: 0, ready: 0 });
      for (const resource of ['configmaps', 'endpoints'] as const)
        expect(await lookup.legacyLocks(resource, null, async () => undefined)).toMatchObject({
          type: 'read',
        });
      lookup.close();
    });

    it('may write nothing, and read nothing else, with every right given', async () => {
      release.install({ permissions: switchedOn(ALL) });
      for (const one of ALL) for (const resource of SWITCHES[one]) await settled(`list ${resource}`, true);
      const others = [
        ...['create leases', 'update leases', 'patch leases', 'delete leases', 'get secrets', 'list secrets'],
        ...['list namespaces', 'get namespaces/apps in apps', 'get configmaps', 'watch pods', 'get events'],
        ...['create pods', 'delete pods', 'patch nodes'],
      ];
      const allowed = await Promise.all(others.map(async (what) => ((await may(plane, what)) ? [what] : [])));
      expect(allowed.flat()).toEqual([]);
    });
  },
);
