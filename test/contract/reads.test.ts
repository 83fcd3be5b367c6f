/** What reading answers: on the simulator and on a real API server alike. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteName } from '../setup/requirements.ts';
import { at, type Client, listAt, textAt } from './client.ts';
import { create, createNamespace, inNamespace, LEASES, SPEC } from './leases.ts';
import { SERVERS, type ServerUnderTest } from './servers.ts';

for (const kind of SERVERS) {
  describe.skipIf(kind.lacking !== null)(suiteName(`reading from ${kind.name}`, kind.lacking), () => {
    let server: ServerUnderTest;
    let client: Client;
    beforeAll(async () => {
      server = await kind.start();
      client = server.client;
    }, 120_000);
    afterAll(() => server?.stop());
    const get = (path: string, token?: string | null) =>
      client.ask('GET', path, token === undefined ? {} : { token });

    test('says its version and that it is ready', async () => {
      const version = await get('/version', null);
      expect(version.json).toMatchObject({
        major: '1',
        gitVersion: expect.stringMatching(/^v1\.\d\d\.\d+$/),
      });
      for (const path of ['/healthz', '/readyz']) {
        const { status, text, header } = await get(path);
        expect([status, text]).toEqual([200, 'ok']);
        expect(header('content-type')).toContain('text/plain');
      }
    });

    test('offers Leases in its discovery', async () => {
      expect((await get('/api')).json).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
      const groups = listAt((await get('/apis')).json, 'groups').map((group) => at(group, 'name'));
      expect(groups).toContain('coordination.k8s.io');
      const { json } = await get('/apis/coordination.k8s.io/v1');
      expect(json).toMatchObject({ kind: 'APIResourceList', groupVersion: 'coordination.k8s.io/v1' });
      expect(listAt(json, 'resources')[0]).toMatchObject({
        name: 'leases',
        singularName: 'lease',
        namespaced: true,
        kind: 'Lease',
        verbs: expect.arrayContaining(['get', 'list', 'watch', 'update']),
      });
      expect((await get('/apis/coordination.k8s.io')).json).toMatchObject({
        kind: 'APIGroup',
        name: 'coordination.k8s.io',
      });
    });

    test('§1 a Lease is written as Kubernetes writes it, microseconds and order kept', async () => {
      const namespace = await createNamespace(client);
      const created = await create(client, namespace, 'one');
      const { status, json, header } = await get(inNamespace(namespace, 'one'));
      expect(status).toBe(200);
      expect(header('content-type')).toBe('application/json');
      expect(Math.abs(Date.parse(header('date')) - Date.now())).toBeLessThan(5_000);
      expect(json).toEqual(created);
      expect(Object.keys(json)).toEqual(['kind', 'apiVersion', 'metadata', 'spec']);
      expect(Object.keys(at(json, 'metadata') ?? {})).toEqual([
        ...['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp', 'managedFields'],
      ]);
      expect(Object.keys(at(json, 'spec') ?? {})).toEqual(Object.keys(SPEC));
      expect(at(json, 'spec')).toEqual(SPEC);
      expect(textAt(json, 'metadata', 'creationTimestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    });

    test('§9 a list comes in pages of one moment, in order, and counts what is left', async () => {
      const namespace = await createNamespace(client);
      for (const name of ['b', 'a', 'c', 'e', 'd']) await create(client, namespace, name);
      const first = await get(`${inNamespace(namespace)}?limit=2`);
      expect(first.json).toMatchObject({
        kind: 'LeaseList',
        apiVersion: 'coordination.k8s.io/v1',
        metadata: { remainingItemCount: 3, continue: expect.any(String) },
      });
      const names = (page: unknown) => listAt(page, 'items').map((item) => at(item, 'metadata', 'name'));
      expect(names(first.json)).toEqual(['a', 'b']);
      expect(Object.keys(at(first.json, 'items', 0) ?? {})).toEqual(['metadata', 'spec']);
      await create(client, namespace, 'aa');
      await client.ask('DELETE', inNamespace(namespace, 'e'));
      const next = (page: unknown) =>
        get(`${inNamespace(namespace)}?limit=2&continue=${textAt(page, 'metadata', 'continue')}`);
      const second = await next(first.json);
      expect(names(second.json)).toEqual(['c', 'd']);
      expect(at(second.json, 'metadata', 'remainingItemCount')).toBe(1);
      const third = await next(second.json);
      expect(names(third.json)).toEqual(['e']);
      expect(at(third.json, 'metadata', 'continue')).toBeUndefined();
      const versions = [first, second, third].map((page) => at(page.json, 'metadata', 'resourceVersion'));
      expect(new Set(versions).size).toBe(1);
    });

    test('a list from the cache knows no pages', async () => {
      const namespace = await createNamespace(client);
      for (const name of ['a', 'b', 'c']) await create(client, namespace, name);
      await expect
        .poll(
          async () =>
            listAt((await get(`${inNamespace(namespace)}?limit=1&resourceVersion=0`)).json, 'items').length,
        )
        .toBe(3);
    });

    test('selects by name; refuses a field it does not know', async () => {
      const namespace = await createNamespace(client);
      for (const name of ['a', 'b']) await create(client, namespace, name);
      const { json } = await get(`${inNamespace(namespace)}?fieldSelector=metadata.name%3Db`);
      expect(listAt(json, 'items').map((item) => at(item, 'metadata', 'name'))).toEqual(['b']);
      expect((await get(`${LEASES}?fieldSelector=spec.x%3Db`)).json).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
        reason: 'BadRequest',
        code: 400,
      });
    });

    test('§7 of ConfigMaps and Endpoints the metadata alone, in pages', async () => {
      const namespace = await createNamespace(client);
      const leader = JSON.stringify({ holderIdentity: 'old-0', leaderTransitions: 3 });
      const annotations = { 'control-plane.alpha.kubernetes.io/leader': leader };
      const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
      for (const [resource, objectKind, body] of [
        ['configmaps', 'ConfigMap', { data: { secret: 'of-nobodys-business' } }],
        ['endpoints', 'Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }],
      ] as const) {
        const path = `/api/v1/namespaces/${namespace}/${resource}`;
        for (const name of ['lock', 'plain']) {
          const metadata = { name, ...(name === 'lock' ? { annotations } : {}) };
          const { status } = await client.ask('POST', path, {
            body: { apiVersion: 'v1', kind: objectKind, metadata, ...body },
          });
          expect(status).toBe(201);
        }
        const list = (query: string) => client.ask('GET', `${path}?limit=1${query}`, { accept });
        // A namespace of its own has a ConfigMap of the cluster's CA where something makes one.
        const seen: unknown[] = [];
        for (let query = ''; ; ) {
          const { status, json, text } = await list(query);
          expect([status, text.includes('nobodys') || text.includes('10.0.0.1')]).toEqual([200, false]);
          expect(json).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
          seen.push(...listAt(json, 'items'));
          const next = at(json, 'metadata', 'continue');
          if (typeof next !== 'string' || next === '') break;
          query = `&continue=${next}`;
        }
        const lock = seen.find((item) => at(item, 'metadata', 'name') === 'lock');
        expect(lock).toMatchObject({
          kind: 'PartialObjectMetadata',
          apiVersion: 'meta.k8s.io/v1',
          metadata: { namespace, annotations, uid: expect.any(String) },
        });
        expect(Object.keys(lock ?? {}).toSorted()).toEqual(['apiVersion', 'kind', 'metadata']);
        expect(seen.some((item) => at(item, 'metadata', 'name') === 'plain')).toBe(true);
      }
    });

    test('Pods are selected by a label that is there, by their phase and their address', async () => {
      const namespace = await createNamespace(client);
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } };
      // A real API server wants it before it takes a Pod; the simulator has none.
      await client.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { body: account });
      const pod = (name: string, labels: Record<string, string>) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels },
        spec: { containers: [{ name: 'one', image: 'image' }] },
        status: { phase: 'Pending' },
      });
      const path = `/api/v1/namespaces/${namespace}/pods`;
      for (const body of [pod('a', { 'pod-template-hash': '6d4cf56db6' }), pod('b', {})])
        expect((await client.ask('POST', path, { body })).status).toBe(201);
      const names = async (query: string) =>
        listAt((await get(`${path}?${query}`)).json, 'items').map((item) => at(item, 'metadata', 'name'));
      expect(await names('labelSelector=pod-template-hash')).toEqual(['a']);
      expect(await names('labelSelector=pod-template-hash%3D6d4cf56db6')).toEqual(['a']);
      expect(await names('labelSelector=pod-template-hash%3Dother')).toEqual([]);
      expect(await names('fieldSelector=status.phase%3DPending&limit=500')).toEqual(['a', 'b']);
      expect(await names('fieldSelector=status.phase%3DRunning')).toEqual([]);
      expect(await names('fieldSelector=status.podIP%3D10.0.0.1')).toEqual([]);
    });

    test('people get it indented, programs do not', async () => {
      const forPeople = await client.ask('GET', '/version', { userAgent: 'curl/8.5.0' });
      expect(forPeople.text).toContain('\n  "major"');
      expect((await get(`${LEASES}?limit=1`)).text).not.toContain('\n ');
    });

    test('the other kinds are there, and kube-system has a uid', async () => {
      for (const [path, list] of [
        ['/api/v1/pods', 'PodList'],
        ['/api/v1/nodes', 'NodeList'],
        ['/api/v1/events', 'EventList'],
        ['/api/v1/namespaces', 'NamespaceList'],
      ]) {
        expect((await get(`${path}`)).json).toMatchObject({
          kind: list,
          apiVersion: 'v1',
          items: expect.any(Array),
        });
      }
      const { json } = await get('/api/v1/namespaces/kube-system');
      expect(json).toMatchObject({ kind: 'Namespace', status: { phase: 'Active' } });
      expect(textAt(json, 'metadata', 'uid')).toMatch(/^[0-9a-f-]{36}$/);
    });
  });
}
