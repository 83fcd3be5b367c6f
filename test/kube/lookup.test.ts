import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLookup, type Lookup } from '../../lib/kube/lookup.ts';
import { systemTimers } from '../../lib/kube/timers.ts';
import { type Answer, type FakeApi, json, startFakeApi, status } from './fake-api.ts';
import { plainCluster } from './watched.ts';

let api: FakeApi;
let lookup: Lookup;
beforeEach(async () => {
  api = await startFakeApi();
  lookup = createLookup({
    cluster: plainCluster(api),
    clock: { now: () => 0 },
    timers: systemTimers,
    namespaces: [],
  });
});
afterEach(async () => {
  lookup.close();
  await api.close();
});

/** Answers by path; 404 else. */
function serve(paths: Record<string, Answer>): void {
  const answer: Answer = (response, request) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    (paths[path] ?? status(404, 'not found'))(response, request);
  };
  for (const kind of ['get', 'list', 'other', 'version'] as const) api.script(kind, answer);
}

const POD = {
  metadata: {
    name: 'web-1',
    namespace: 'team',
    uid: 'u1',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web', controller: true }],
  },
  spec: { nodeName: 'node-1', hostname: 'web-host', serviceAccountName: 'web-account' },
  status: {
    phase: 'Running',
    startTime: '2026-05-04T10:00:00Z',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      { restartCount: 2, state: { running: { startedAt: '2026-05-04T11:00:00Z' } } },
      { restartCount: 1, state: { running: { startedAt: '2026-05-04T12:00:00Z' } } },
    ],
  },
};
const FACTS = {
  namespace: 'team',
  name: 'web-1',
  uid: 'u1',
  node: 'node-1',
  phase: 'Running',
  ready: true,
  restarts: 3,
  startedAt: Date.parse('2026-05-04T10:00:00Z'),
  containersSince: Date.parse('2026-05-04T12:00:00Z'),
  owner: { kind: 'ReplicaSet', name: 'web' },
  serviceAccount: 'web-account',
};

describe('the Pod of a holder', () => {
  it('by its name', async () => {
    serve({ '/api/v1/namespaces/team/pods/web-1': json(POD) });
    expect(await lookup.podOf('web-1_uuid', 'team', 'controller')).toEqual(FACTS);
  });

  it('by its hostname', async () => {
    serve({ '/api/v1/namespaces/team/pods': json({ items: [{}, POD] }) });
    expect(await lookup.podOf('web-host_uuid', 'team', 'controller')).toEqual(FACTS);
  });

  it('by its address, unless two have it', async () => {
    serve({ '/api/v1/namespaces/team/pods': json({ items: [POD] }) });
    expect(await lookup.podOf('10.0.0.9', 'team', 'controller')).toEqual(FACTS);
    expect(api.asked.at(-1)?.query.get('fieldSelector')).toBe('status.podIP=10.0.0.9');
    serve({ '/api/v1/namespaces/team/pods': json({ items: [POD, POD] }) });
    expect(await lookup.podOf('10.0.0.9', 'team', 'controller')).toBeNull();
  });

  it('in another namespace only by a generated name, and only if there is one', async () => {
    serve({ '/api/v1/pods': json({ items: [POD] }) });
    expect(await lookup.podAnywhere('web-7d5b84cf9-pw7tn_uuid', 'controller')).toEqual(FACTS);
    expect(api.asked.at(-1)?.query.get('fieldSelector')).toBe('metadata.name=web-7d5b84cf9-pw7tn');
    expect(await lookup.podAnywhere('web-0_uuid', 'controller')).toBeNull();
    serve({ '/api/v1/pods': json({ items: [POD, POD] }) });
    expect(await lookup.podAnywhere('web-7d5b84cf9-pw7tn_uuid', 'controller')).toBeNull();
  });

  it('by its place: only a 404 says that it is not there', async () => {
    const path = '/api/v1/namespaces/team/pods/web-1';
    serve({ [path]: json(POD) });
    expect(await lookup.pod('team', 'web-1')).toEqual({ type: 'pod', pod: FACTS });
    serve({});
    expect(await lookup.pod('team', 'web-1')).toEqual({ type: 'absent' });
    serve({ [path]: status(403, 'no') });
    expect(await lookup.pod('team', 'web-1')).toEqual({ type: 'unreadable', why: 'no' });
  });

  it('or else the Node', async () => {
    const node = {
      metadata: { name: 'node-1' },
      spec: { unschedulable: true },
      status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
    };
    serve({ '/api/v1/nodes/node-1': json(node) });
    expect(await lookup.podOf('node-1_uuid', 'kube-system', 'control-plane')).toBeNull();
    expect(await lookup.nodeOf('node-1_uuid', 'control-plane')).toEqual({
      name: 'node-1',
      ready: null,
      unschedulable: true,
    });
  });
});

describe('a Node', () => {
  const node = (spec: unknown, metadata: object = {}) =>
    json({ metadata: { name: 'n1', ...metadata }, spec });
  it.each<[string, Answer, boolean]>([
    ['that is as it should be', node({ taints: [{ key: 'dedicated' }, null, 7] }), false],
    ['that is cordoned', node({ unschedulable: true }), true],
    ['that the autoscaler takes away', node({ taints: [{ key: 'ToBeDeletedByClusterAutoscaler' }] }), true],
    ['that Karpenter takes away', node({ taints: [{ key: 'karpenter.sh/disrupted' }] }), true],
    ['that is being deleted', node({}, { deletionTimestamp: '2026-05-04T10:00:00Z' }), true],
    ['that is not reached', node({ taints: [{ key: 'node.kubernetes.io/unreachable' }] }), false],
  ])('%s', async (_, answer, unschedulable) => {
    serve({ '/api/v1/nodes/n1': answer });
    expect(await lookup.node('n1')).toMatchObject({ unschedulable });
  });
});

describe('what belongs to a Lease', () => {
  it('Events, newest first', async () => {
    const one = (message: string, lastTimestamp: string | null): unknown => ({
      reason: 'LeaderElection',
      message,
      type: 'Normal',
      lastTimestamp,
      eventTime: '2026-05-04T09:00:00.000000Z',
      source: { component: 'web' },
    });
    serve({
      '/api/v1/namespaces/team/events': json({
        items: [one('a', null), one('b', '2026-05-04T10:00:00Z'), null],
      }),
    });
    const events = await lookup.events('team', 'web');
    expect(events.map((event) => event.message)).toEqual(['b', 'a', '']);
    expect(events[0]).toEqual({
      at: Date.parse('2026-05-04T10:00:00Z'),
      reason: 'LeaderElection',
      message: 'b',
      type: 'Normal',
      source: 'web',
      count: 1,
    });
    expect(api.asked.at(-1)?.query.get('fieldSelector')).toBe(
      'involvedObject.kind=Lease,involvedObject.name=web',
    );
  });

  it('candidates, of the older API where the newer is absent', async () => {
    const candidate = (name: string, leaseName: string): unknown => ({
      metadata: { name },
      spec: { leaseName, binaryVersion: '1.37.0' },
    });
    const items = [candidate('a', 'web'), candidate('b', 'other'), 7];
    serve({ '/apis/coordination.k8s.io/v1alpha2/namespaces/team/leasecandidates': json({ items }) });
    expect(await lookup.candidates('team', 'web')).toEqual([
      { name: 'a', renewTime: null, binaryVersion: '1.37.0' },
    ]);
  });

  it('the object as it is, the version and the id of the cluster', async () => {
    serve({
      '/apis/coordination.k8s.io/v1/namespaces/team/leases/web': json({ kind: 'Lease' }),
      '/version': json({ gitVersion: 'v1.37.2' }),
      '/api/v1/namespaces/kube-system': json({ metadata: { uid: 'id' } }),
    });
    expect(await lookup.lease('team', 'web')).toEqual({ kind: 'Lease' });
    expect(await lookup.version()).toBe('v1.37.2');
    expect(await lookup.kubeSystemUid()).toBe('id');
  });
});

describe('without luck', () => {
  it.each<[string, Answer]>([
    ['denied', status(403, 'no')],
    ['absent', status(404, 'no')],
    ['nonsense', json('nonsense')],
    ['no JSON', (response) => response.end('<html>')],
    ['reset', (_, request) => request.socket.resetAndDestroy()],
  ])('%s: null or empty, never an exception', async (_, answer) => {
    for (const kind of ['get', 'list', 'other', 'version'] as const) api.script(kind, answer);
    expect(await lookup.lease('team', 'web')).toBeNull();
    expect(await lookup.podOf('web', 'team', 'controller')).toBeNull();
    expect(await lookup.nodeOf('web', 'controller')).toBeNull();
    expect(await lookup.events('team', 'web')).toEqual([]);
    expect(await lookup.candidates('team', 'web')).toEqual([]);
    expect(await lookup.version()).toBeNull();
    expect(await lookup.kubeSystemUid()).toBeNull();
  });

  it.each<[string, Answer, string[]]>([
    ['denied', status(403, 'no'), Array(5).fill('no')],
    ['absent', status(404, 'no'), []],
  ])('%s: the reason is told unless it is absence', async (_, answer, expected) => {
    for (const kind of ['get', 'list', 'other'] as const) api.script(kind, answer);
    const told: string[] = [];
    const tell = (why: string): void => void told.push(why);
    await lookup.lease('team', 'web', tell);
    await lookup.podOf('web', 'team', 'controller', tell);
    await lookup.nodeOf('web', 'controller', tell);
    await lookup.events('team', 'web', tell);
    await lookup.candidates('team', 'web', tell);
    expect(told).toEqual(expected);
  });
});

describe('permissions', () => {
  it('are learnt from one object of each', async () => {
    serve({
      '/apis/coordination.k8s.io/v1/leases': json({ items: [] }),
      '/api/v1/pods': status(403, 'no'),
      '/api/v1/nodes': status(500, 'oops'),
      '/api/v1/events': json({ items: [] }),
      '/api/v1/configmaps': status(403, 'no'),
      '/api/v1/endpoints': json({ items: [] }),
    });
    expect(await lookup.permissions()).toEqual({
      leases: 'granted',
      pods: 'denied',
      nodes: 'unknown',
      events: 'granted',
      leasecandidates: 'unknown',
      configmaps: 'denied',
      endpoints: 'granted',
    });
    // What ConfigMaps hold is none of its business.
    for (const { path, headers } of api.asked.filter((one) => /(configmaps|endpoints)$/.test(one.path)))
      expect([path, headers.accept]).toEqual([path, expect.stringContaining('PartialObjectMetadataList')]);
    expect(new Set(api.asked.map((one) => one.query.get('limit')))).toEqual(new Set(['1']));
  });

  it('in the chosen namespaces only', async () => {
    lookup.close();
    lookup = createLookup({
      cluster: plainCluster(api),
      clock: { now: () => 0 },
      timers: systemTimers,
      namespaces: ['a', 'b'],
    });
    serve({
      '/apis/coordination.k8s.io/v1/namespaces/a/leases': json({ items: [] }),
      '/apis/coordination.k8s.io/v1/namespaces/b/leases': json({ items: [] }),
      '/api/v1/namespaces/a/pods': json({ items: [] }),
      '/api/v1/namespaces/b/pods': status(403, 'no'),
    });
    expect(await lookup.permissions()).toMatchObject({
      leases: 'granted',
      pods: 'denied',
      events: 'unknown',
    });
  });
});

it('asks no more at once than the API server should bear, and all in the end', async () => {
  const waiting: (() => void)[] = [];
  api.script('other', (response, request) => {
    waiting.push(() => json({ kind: 'EventList', items: [] })(response, request));
  });
  const asked = Promise.all(Array.from({ length: 200 }, (_, index) => lookup.events('team', `web-${index}`)));
  await vi.waitFor(() => expect(waiting).toHaveLength(32));
  expect(api.sockets()).toBe(32);
  let answered = 0;
  while (answered < 200) {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
    for (const answer of waiting.splice(0)) {
      answer();
      answered += 1;
    }
  }
  expect(await asked).toHaveLength(200);
  expect(api.sockets()).toBe(32);
});
