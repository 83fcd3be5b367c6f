/** What really happened in a simulated cluster: every accepted write of its Leases that elect, by a watch of its own. */
import { get } from 'node:http';
import type { Write } from '../cluster/truth.ts';

export type LeaseRecord = {
  /** By "namespace/name". */
  writes: ReadonlyMap<string, readonly Write[]>;
  /** As its holders set it, ms. */
  durationMs(lease: string): number;
  /** Whether the watch was never interrupted. */
  whole(): boolean;
  stop(): void;
};

type LeaseObject = {
  metadata: { namespace: string; name: string; uid: string; resourceVersion: string };
  spec: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    leaseTransitions?: number;
    renewTime?: string;
  };
};

const LEASES = '/apis/coordination.k8s.io/v1/leases';
const HEADERS = { authorization: 'Bearer admin-token' };

export async function recordLeases(url: string): Promise<LeaseRecord> {
  const writes = new Map<string, Write[]>();
  const durations = new Map<string, number>();
  let whole = true;

  function take(event: Write['event'], { metadata, spec }: LeaseObject): void {
    // Heartbeats of nodes and identities of API servers are nobody's election.
    if (metadata.namespace === 'kube-node-lease' || metadata.name.startsWith('apiserver-')) return;
    const lease = `${metadata.namespace}/${metadata.name}`;
    const holder = spec.holderIdentity ?? '';
    if (holder !== '') durations.set(lease, (spec.leaseDurationSeconds ?? 0) * 1000);
    const of = writes.get(lease) ?? [];
    const { uid, resourceVersion } = metadata;
    of.push({
      event,
      lease,
      uid,
      resourceVersion,
      holder,
      transitions: spec.leaseTransitions ?? null,
      renewTime: spec.renewTime ?? null,
      at: Date.now(),
    });
    writes.set(lease, of);
  }

  const listed = await fetch(`${url}${LEASES}`, { headers: HEADERS });
  const list = (await listed.json()) as { metadata: { resourceVersion: string }; items: LeaseObject[] };
  for (const one of list.items) take('ADDED', one);
  const from = `watch=true&timeoutSeconds=86400&resourceVersion=${list.metadata.resourceVersion}`;
  const watch = get(`${url}${LEASES}?${from}`, { headers: HEADERS }, (response) => {
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { type, object } = JSON.parse(line) as { type: Write['event'] | 'ERROR'; object: LeaseObject };
        if (type === 'ERROR') whole = false;
        else take(type, object);
      }
    });
  });
  watch.on('error', () => {
    whole = false;
  });
  watch.on('close', () => {
    whole = false;
  });
  return {
    writes,
    durationMs: (lease) => durations.get(lease) ?? 0,
    whole: () => whole,
    stop: () => watch.destroy(),
  };
}
