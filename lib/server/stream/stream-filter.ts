/** Which Leases one stream is about: `?namespace&name`, both repeatable, nothing given means all that its viewer sees. */
import type { TrackedLease } from '../../lease/tracked.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { LEASE_FILTER } from '../leases/lease-filter.ts';
import { type Sight, sees, sightKey } from '../sight.ts';

export const STREAM_QUERY = {
  namespace: LEASE_FILTER.namespace,
  name: {
    ...LEASE_FILTER.name,
    description: 'Only Leases of these names; heartbeats too, and their renewals as rows.',
  },
} as const satisfies QuerySpec;

export type StreamFilter = { namespaces: readonly string[]; names: readonly string[]; sight: Sight };

/** The same for the same Leases, in whatever order and however often they were asked for. */
export function filterOf(query: Query<typeof STREAM_QUERY>, sight: Sight): StreamFilter {
  const once = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
  return { namespaces: once(query.namespace), names: once(query.name), sight };
}

export function filterKey({ namespaces, names, sight }: StreamFilter): string {
  return JSON.stringify([namespaces, names, sightKey(sight)]);
}

/** Whether it is about some of what its viewer sees; any client may choose those as it likes. */
export function isChoice({ namespaces, names }: StreamFilter): boolean {
  return namespaces.length + names.length > 0;
}

/** A stream of named Leases follows heartbeats too, each renewal of them: somebody is looking at just those. */
export function isNamed(filter: StreamFilter): boolean {
  return filter.names.length > 0;
}

export function matches(filter: StreamFilter, lease: { record: TrackedLease['record'] }): boolean {
  const { namespaces, names, sight } = filter;
  return (
    sees(sight, lease.record.namespace) &&
    (namespaces.length === 0 || namespaces.includes(lease.record.namespace)) &&
    (names.length === 0 || names.includes(lease.record.name))
  );
}
