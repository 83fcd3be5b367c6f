/** The Events that client-go's electors write: reason LeaderElection, about their Lease. */
import type { LeaseVersion } from './lease-version.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';
import { secondTime } from './time.ts';

/** The API server keeps Events for an hour by default. */
const EVENT_TTL_MS = 3_600_000;

/** `now` is the API server's clock, epoch ms; `after` runs something later. */
export function createEventRecorder(
  store: Store,
  random: Random,
  now: () => number,
  after: (ms: number, run: () => void) => void,
): (lease: LeaseVersion, component: string, message: string) => void {
  return (lease, component, message) => {
    const at = secondTime(now());
    const name = `${lease.name}.${random.text(16, '0123456789abcdef')}`;
    const involvedObject = {
      kind: 'Lease',
      namespace: lease.namespace,
      name: lease.name,
      uid: lease.uid,
      apiVersion: 'coordination.k8s.io/v1',
      resourceVersion: String(lease.resourceVersion),
    };
    store.events.put(
      { name, namespace: lease.namespace },
      {
        involvedObject,
        reason: 'LeaderElection',
        message,
        source: { component },
        firstTimestamp: at,
        lastTimestamp: at,
        count: 1,
        type: 'Normal',
        eventTime: null,
        reportingComponent: component,
        reportingInstance: '',
      },
    );
    after(EVENT_TTL_MS, () => store.events.remove(lease.namespace, name));
  };
}
