/** What years of upgrades left in the demo cluster: a lock from before there were Leases, that nobody renews. */
import type { Store } from './store.ts';
import { secondTime } from './time.ts';

const DAY_MS = 86_400_000;
const UPGRADED_DAYS_AGO = 143;

/** `now`: epoch ms. Source: field guide §7; ingress-nginx elected by this ConfigMap before 1.4. */
export function leaveBehind(store: Store, now: number): void {
  const renewedAt = now - UPGRADED_DAYS_AGO * DAY_MS;
  const record = {
    holderIdentity: 'ingress-nginx-controller-5c8d66c76d-mh6tp',
    leaseDurationSeconds: 30,
    acquireTime: secondTime(renewedAt - 6 * DAY_MS),
    renewTime: secondTime(renewedAt),
    leaderTransitions: 4,
  };
  const namespace = 'ingress-nginx';
  const meta = { namespace, creationTimestamp: secondTime(now - 180 * DAY_MS) };
  const annotations = { 'control-plane.alpha.kubernetes.io/leader': JSON.stringify(record) };
  store.configmaps.put({ ...meta, name: 'ingress-controller-leader', annotations }, {});
  store.configmaps.put({ ...meta, name: 'ingress-nginx-controller' }, { data: { 'use-gzip': 'true' } });
  store.endpoints.put({ ...meta, name: 'ingress-nginx-controller' }, { subsets: [] });
}
