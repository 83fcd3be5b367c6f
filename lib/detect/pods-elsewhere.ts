/**
 * A Lease and the Pods by which it is judged may lie in different namespaces, and whoever sees the one may not see the
 * other: what such Pods have a part in is found twice, and told so, as if nobody had ever looked there.
 */
import type { ExpiredSight } from './expired.ts';
import type { Finding } from './finding.ts';
import type { FormerSight } from './former-holder.ts';
import type { LeaseSight } from './sight.ts';

export type PodsSight = ExpiredSight & FormerSight;

/** Names the namespaces of Pods that a sight knows of, but for that of its Lease. */
export function namespacesElsewhere(sight: LeaseSight): string[] {
  const { lease, goneHolder, formerHolder, standbys, account }: PodsSight = sight;
  const all = [goneHolder?.namespace, formerHolder?.namespace, standbys?.namespace, namespaceOf(account)];
  return [
    ...new Set(all.filter((one): one is string => one !== undefined && one !== lease.record.namespace)),
  ];
}

/** Of `system:serviceaccount:NAMESPACE:NAME`. */
function namespaceOf(account: string | null | undefined): string | undefined {
  return account?.split(':')[2];
}

/** The same sight of who knows of no Pod. */
export function withoutPods(sight: LeaseSight): LeaseSight {
  return { ...sight, ...{ goneHolder: null, formerHolder: null, standbys: null, account: null } };
}

/** What is found by `sight`, and by `without` where these namespaces have a part in it that is told. */
export function findTwice<T>(
  find: (sight: T) => Finding | null,
  sight: T,
  namespaces: readonly string[],
  without: T,
): Finding | null {
  const finding = find(sight);
  if (finding === null || namespaces.length === 0) return finding;
  const other = find(without);
  if (JSON.stringify(other) === JSON.stringify(finding)) return finding;
  return { ...finding, elsewhere: { namespaces, without: other } };
}
