/** The reflector and the book on a real API server: what a simulator might get wrong about it shows here. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import {
  createLease,
  createNamespace,
  deleteLease,
  grantCluster,
  grantNamespace,
  revokeCluster,
  writeLease,
} from './objects.ts';
import { startTenure, type Tenure } from './tenure.ts';

const said = ({ from, to, cause }: Handover): string => `${from} → ${to}: ${cause}`;

describe.skipIf(lacksApiServer !== null)(suiteName('a real API server', lacksApiServer), () => {
  let plane: ControlPlane;
  const open: Tenure[] = [];
  const start = (kubeconfig: string, namespaces?: string[]): Tenure => {
    const tenure = startTenure(kubeconfig, namespaces);
    open.push(tenure);
    return tenure;
  };
  const of = (tenure: Tenure, namespace: string): string[] =>
    tenure
      .handovers()
      .filter((one) => one.namespace === namespace)
      .map(said);

  beforeAll(async () => {
    plane = await startControlPlane();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((tenure) => tenure.stop()));
  });
  afterAll(async () => {
    await plane?.stop();
  });

  it('lists what is there and watches what comes', async () => {
    await createNamespace(plane, 'watching');
    const lease = { namespace: 'watching', name: 'there', holder: 'a', transitions: 3 };
    await createLease(plane, lease);
    const tenure = start(plane.adminKubeconfig);
    await tenure.waitFor('live');
    expect(tenure.book.get('watching', 'there')).toMatchObject({ holder: 'a', elects: true });
    await createLease(plane, { ...lease, name: 'new' });
    await writeLease(plane, lease);
    await writeLease(plane, { ...lease, holder: 'b', transitions: 4 });
    await deleteLease(plane, 'watching', 'new');
    await until('the deletion', () => (tenure.book.get('watching', 'new') === undefined ? true : null));
    await until('the takeover', () => (tenure.book.get('watching', 'there')?.holder === 'b' ? true : null));
    expect(of(tenure, 'watching')).toEqual(['null → a: first', 'a → b: early', 'a → null: deleted']);
    expect(tenure.book.get('watching', 'there')?.record.serverTime).toMatch(/^\d{4}-.*Z$/);
    expect(tenure.feed().total).toBe(tenure.feed().done);
  });

  it('reads more Leases than a page holds, each once', async () => {
    await createNamespace(plane, 'many');
    const names = Array.from({ length: 1_200 }, (_, index) => `lease-${index}`);
    for (let from = 0; from < names.length; from += 100) {
      const batch = names.slice(from, from + 100);
      await Promise.all(
        batch.map((name) => createLease(plane, { namespace: 'many', name, holder: name, transitions: 0 })),
      );
    }
    const tenure = start(plane.adminKubeconfig, ['many']);
    await tenure.waitFor('live');
    expect([...tenure.book.elections()].map((one) => one.record.name).sort()).toEqual([...names].sort());
    expect(tenure.handovers()).toEqual([]);
    expect(tenure.feed().blindSpots).toEqual([]);
  });

  it('outlives the API server: nothing invented, nothing lost, and the outage is told', async () => {
    await createNamespace(plane, 'outage');
    const quiet = { namespace: 'outage', name: 'quiet', holder: 'q', transitions: 0, durationSeconds: 3 };
    const moves = { namespace: 'outage', name: 'moves', holder: 'a', transitions: 0, durationSeconds: 3 };
    await createLease(plane, quiet);
    await createLease(plane, moves);
    const tenure = start(plane.adminKubeconfig);
    await tenure.waitFor('live');
    await plane.killApiServer();
    await tenure.waitFor('stale');
    expect(tenure.feed().lastError?.message).toMatch(/\S/);
    const judged = (name: string) => {
      const lease = tenure.book.get('outage', name);
      return lease === undefined ? null : tenure.book.judging(lease).health.live;
    };
    expect(judged('quiet')).toBe(false);
    await plane.startApiServer();
    await writeLease(plane, { ...moves, holder: 'b', transitions: 1 });
    tenure.retryNow();
    await tenure.waitFor('live', 60_000);
    await until('the takeover', () => (tenure.book.get('outage', 'moves')?.holder === 'b' ? true : null));
    const [handover, ...more] = of(tenure, 'outage');
    expect(more).toEqual([]);
    // Either the watch was resumed and saw it, or everything was listed anew and the blind spot says so.
    if (tenure.feed().blindSpots.length > 0) expect(handover).toBe('a → b: unseen');
    else expect(handover).toMatch(/^a → b: (early|expiry)$/);
    expect(tenure.feed().reconnects).toBeGreaterThan(0);
    expect(tenure.handovers().filter((one) => one.name === 'quiet')).toEqual([]);
  });

  it('comes back from an outage in which a Lease was deleted, and one was made', async () => {
    await createNamespace(plane, 'changes');
    const old = { namespace: 'changes', name: 'old', holder: 'o', transitions: 0 };
    await createLease(plane, old);
    const tenure = start(plane.adminKubeconfig);
    await tenure.waitFor('live');
    await plane.killApiServer();
    await tenure.waitFor('stale');
    await plane.startApiServer();
    await deleteLease(plane, 'changes', 'old');
    await createLease(plane, { ...old, name: 'new', holder: 'n' });
    tenure.retryNow();
    await tenure.waitFor('live', 60_000);
    await until('the new one', () => tenure.book.get('changes', 'new') ?? null);
    await until('the old one to go', () => (tenure.book.get('changes', 'old') === undefined ? true : null));
  });

  it('says what is forbidden in the words of the server, and goes live once it is granted', async () => {
    const tenure = start(plane.viewerKubeconfig);
    const feed = await tenure.waitFor('forbidden');
    expect(feed.lastError?.message).toContain(
      'leases.coordination.k8s.io is forbidden: User "viewer" cannot list resource "leases" in API group "coordination.k8s.io" at the cluster scope',
    );
    await grantCluster(plane, 'tenure-viewer');
    await until('the rights to be found', () => {
      tenure.retryNow();
      return tenure.feed().state === 'live' ? true : null;
    });
    expect(tenure.handovers()).toEqual([]);
    await revokeCluster(plane, 'tenure-viewer');
  });

  it('needs no more than a Role in each namespace that it is told to watch', async () => {
    await createNamespace(plane, 'mine');
    await createNamespace(plane, 'yours');
    await createLease(plane, { namespace: 'mine', name: 'one', holder: 'a', transitions: 0 });
    await createLease(plane, { namespace: 'yours', name: 'two', holder: 'b', transitions: 0 });
    await grantNamespace(plane, 'mine', 'tenure');
    const tenure = start(plane.viewerKubeconfig, ['mine', 'yours']);
    await until('one live and one forbidden', () =>
      tenure.feed(0).state === 'live' && tenure.feed(1).state === 'forbidden' ? true : null,
    );
    expect(tenure.feed(1).lastError?.message).toContain('in the namespace "yours"');
    expect([...tenure.book.elections()].map((one) => one.record.name)).toEqual(['one']);
    await grantNamespace(plane, 'yours', 'tenure');
    await until('the other', () => {
      tenure.retryNow();
      return tenure.feed(1).state === 'live' ? true : null;
    });
    expect(tenure.book.get('yours', 'two')).toMatchObject({ holder: 'b' });
    expect(tenure.book.get('mine', 'one')).toMatchObject({ holder: 'a' });
    expect(tenure.handovers()).toEqual([]);
  });

  it('is told by the server that a resourceVersion has expired, the way the field guide says', async () => {
    const answer = await plane.request(
      'GET',
      '/apis/coordination.k8s.io/v1/leases?watch=1&resourceVersion=1&timeoutSeconds=5',
    );
    expect(answer.status).toBe(200);
    // One line of JSON, or several of which the error is the first.
    const first =
      typeof answer.body === 'string' ? JSON.parse(answer.body.split('\n')[0] ?? '') : answer.body;
    expect(first).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });
});
