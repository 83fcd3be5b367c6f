import { expect, it } from 'vitest';
import type { HistoryReads } from '../../../lib/history/history.ts';
import { listClusters } from '../../../lib/server/kept/clusters.ts';
import { inCluster } from '../../../lib/server/kept/kept-cluster.ts';
import type { Seen } from '../../../lib/server/seen/seen-runtime.ts';
import type { KeptCluster } from '../../../lib/view/clusters.ts';
import { about, firing } from '../../alert/builders.ts';
import { noHistory } from '../no-history.ts';
import { status } from '../status-builder.ts';

const NOW = 1_800_000_000_000;
const none = { name: null, publicUrl: null, keptFrom: NOW - 9000, watchedUntil: NOW - 5000 };
const CLUSTERS: KeptCluster[] = [
  { ...none, id: 'here', own: true },
  { ...none, id: 'there', name: 'west', own: false },
];
const ALERT = firing(about('lock', 'vacant'));
const OTHERS: HistoryReads = { ...noHistory().reads, openAlerts: async () => [ALERT] };

/** As much of what routes are given as is asked here. */
function seen(sight: Seen['sight'] = null): Seen {
  const own = noHistory();
  const parts: Partial<Seen> = {
    sight,
    isKept: false,
    now: () => NOW,
    status: () => ({ ...status(), cluster: { ...status().cluster, id: 'here' } }),
    history: {
      status: () => ({ ...own.status(), state: 'ready' }),
      flush: own.flush,
      reads: { ...own.reads, clusters: async () => CLUSTERS },
    },
  };
  return parts as Seen;
}
const readsOf = (): HistoryReads => OTHERS;

it('is this one without a name, by its own, and by another name of it', async () => {
  const one = seen();
  for (const id of [undefined, 'here']) expect(await inCluster(one, readsOf, id)).toBe(one);
});

it('is refused to whoever may not see all namespaces, whether it is there or not', async () => {
  for (const id of ['there', 'nowhere'])
    await expect(inCluster(seen(new Set(['apps'])), readsOf, id)).rejects.toMatchObject({
      code: 'forbidden',
    });
  expect((await listClusters(seen(new Set(['apps'])))).items.map(({ id }) => id)).toEqual(['here']);
  expect((await listClusters(seen())).items).toEqual(CLUSTERS);
  expect((await listClusters({ ...seen(), history: noHistory() })).items).toEqual([]);
});

it('that nobody keeps is not found', async () => {
  await expect(inCluster(seen(), readsOf, 'nowhere')).rejects.toMatchObject({ code: 'not_found' });
});

it('is what is kept of it, as of when it was watched last, and nothing of the present of this one', async () => {
  const other = await inCluster(seen(), readsOf, 'there');
  expect(other.isKept).toBe(true);
  expect(other.now()).toBe(NOW - 5000);
  expect(other.history.reads).toBe(OTHERS);
  expect(other.alerts.all()).toEqual([ALERT]);
  expect([[...other.leases()], other.watching(), other.silent(), other.lookup()]).toEqual([[], [], [], null]);
  expect(other.lease('apps', 'lock')).toBeUndefined();
  expect(other.status()).toMatchObject({
    cluster: { id: 'there', name: 'west', server: null },
    feed: { state: 'stale', since: NOW - 5000 },
    history: { keptFrom: NOW - 9000 },
    observedSince: null,
  });
  expect(new Set(Object.values(other.status().permissions))).toEqual(new Set(['unknown']));
});
