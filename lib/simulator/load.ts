/**
 * The benchmark's load: as many heartbeats and elections as asked for, renewed every 10 s, spread evenly.
 * There are no election loops behind it, only their writes: 6,500 a second must leave a core to what is measured.
 */
import type { Cluster } from './cluster.ts';
import { KUBELET } from './heartbeat.ts';
import { objectKey } from './object.ts';
import { microTime, type Timer } from './time.ts';

export type LoadOptions = { nodes: number; elections: number; handoversPerSecond: number };

const PERIOD_MS = 10_000;
const TICK_MS = 10;
/** Knative's 60/40/10. */
const ELECTION_DURATION_SECONDS = 60;

/** Creates the Leases; the returned function starts renewing them and returns how to stop. */
export function createLoad(cluster: Cluster, options: LoadOptions): () => () => void {
  const { timers, random, store, serverNow } = cluster;
  const keys: string[] = [];
  const electing: string[] = [];
  const now = timers.now();
  const total = options.nodes + options.elections;
  const creationTimestamp = `${microTime(now - 90 * 86_400_000).slice(0, 19)}Z`;
  const pod = (election: number) =>
    `operator-${election}-7d9c5bf6b8-${random.text(5, 'bcdfghjklmnpqrstvwxz2456789')}`;

  function add(
    index: number,
    namespace: string,
    name: string,
    spec: object,
    more: object,
    manager: string,
  ): void {
    const renewTime = microTime(now - PERIOD_MS * (1 - index / total));
    const version = store.leases.seed({
      head: { namespace, name, creationTimestamp, ...more },
      spec: { ...spec, renewTime },
      manager,
      writtenAt: now - PERIOD_MS * (1 - index / total),
    });
    version.prepare();
    keys.push(objectKey(namespace, name));
  }

  /** Kinds are mixed over the period, so that no second sees only one of them. */
  const every = options.elections > 0 ? total / options.elections : Number.POSITIVE_INFINITY;
  let made = 0;
  for (let index = 0; index < total; index++) {
    if (Math.floor((index + 1) / every) > made) {
      const name = `operator-${made}-lock`;
      const namespace = `team-${made % 200}`;
      const spec = {
        holderIdentity: `${pod(made)}_${random.uuid()}`,
        leaseDurationSeconds: ELECTION_DURATION_SECONDS,
        acquireTime: microTime(now - random.between(1, 900) * 3_600_000),
        leaseTransitions: Math.floor(random.next() * 30),
      };
      add(index, namespace, name, spec, {}, 'operator');
      electing.push(objectKey(namespace, name));
      made++;
      continue;
    }
    const name = `node-${String(index - made).padStart(5, '0')}`;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid: random.uuid() }];
    const spec = { holderIdentity: name, leaseDurationSeconds: KUBELET.durationSeconds };
    add(index, 'kube-node-lease', name, spec, { ownerReferences }, 'kubelet');
  }

  function handOver(): void {
    const key = random.pick(electing);
    const lease = key === undefined ? undefined : store.leaseTable.get(key);
    if (lease === undefined) return;
    const at = microTime(serverNow());
    const leaseTransitions = (lease.spec.leaseTransitions ?? 0) + 1;
    const holderIdentity = `${pod(leaseTransitions)}_${random.uuid()}`;
    const spec = { ...lease.spec, holderIdentity, acquireTime: at, renewTime: at, leaseTransitions };
    store.leases.patchSpec(lease.namespace, lease.name, spec, 'operator');
  }

  return () => {
    const startedAt = timers.now();
    let renewed = 0;
    let handedOver = 0;
    let timer: Timer;
    const tick = () => {
      const elapsed = timers.now() - startedAt;
      const due = Math.floor((elapsed / PERIOD_MS) * total);
      const at = microTime(serverNow());
      for (; renewed < due; renewed++) {
        const lease = store.leaseTable.get(keys[renewed % total] ?? '');
        if (lease !== undefined) store.leases.renew(lease, at);
      }
      for (; handedOver < Math.floor((elapsed / 1000) * options.handoversPerSecond); handedOver++) handOver();
      timer = timers.after(TICK_MS, tick);
    };
    timer = timers.after(0, tick);
    return () => timer.cancel();
  };
}
