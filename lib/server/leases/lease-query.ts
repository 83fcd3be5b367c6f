/** `GET /api/v1/leases`: which Leases, in what order (`docs/api.md`). */
import { z } from 'zod';
import { LEASE_STATES } from '../../lease/state.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import { gatherPage, PAGING, type Page } from '../api/paging.ts';
import type { Query, QuerySpec } from '../api/query.ts';
import { LEASE_FILTER } from './lease-filter.ts';
import { LEASE_SORTS, type LeaseSort, leaseSortKey } from './lease-order.ts';

const SORTS = LEASE_SORTS.flatMap((sort) => [sort, `-${sort}` as const]);

export const LEASE_QUERY = {
  q: {
    schema: z.string().max(300),
    expected: 'a text of at most 300 characters',
    description: 'Words that all occur in the namespace, name or holder; letter case does not matter.',
  },
  class: LEASE_FILTER.class,
  namespace: LEASE_FILTER.namespace,
  state: {
    schema: z.enum(LEASE_STATES),
    expected: `a state; give one of ${LEASE_STATES.join(', ')}`,
    description: 'Only these states.',
    many: true,
  },
  holder: { schema: z.string(), expected: 'a holder', description: 'Only these holders, whole.', many: true },
  elects: {
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
    expected: 'true or false',
    description: 'true: only Leases that elect; false: only heartbeats.',
  },
  sort: {
    schema: z.enum(SORTS),
    expected: `an order; give one of ${LEASE_SORTS.join(', ')}, with "-" before it to reverse`,
    description: 'The order, `urgency` without it.',
  },
  ...PAGING,
} as const satisfies QuerySpec;

export type LeaseQuery = Query<typeof LEASE_QUERY>;

/** What filters and most orders need, so that rows are made for the page alone. */
export type LeaseFields = Pick<
  LeaseRow,
  | 'namespace'
  | 'name'
  | 'class'
  | 'state'
  | 'holder'
  | 'elects'
  | 'heldSince'
  | 'lastRenewalAt'
  | 'handovers24h'
  | 'headroomMs'
> & { row(): LeaseRow };

export type LeaseSelection = {
  /** Takes it into account, if it matches. */
  add(lease: LeaseFields): void;
  /** One page of those that matched. */
  page(): Page<LeaseRow>;
};

export function selectLeases(query: LeaseQuery): LeaseSelection {
  const order = query.sort ?? 'urgency';
  // What is left without the "-" is one of the names that the schema let through.
  const sort = order.replace('-', '') as LeaseSort;
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const gathered = gatherPage<LeaseFields>(order, query);
  return {
    add(lease) {
      if (isWanted(lease, query, words)) gathered.add({ key: leaseSortKey(lease, sort), item: lease });
    },
    page() {
      const { items, nextCursor } = gathered.page();
      return { items: items.map((lease) => lease.row()), nextCursor };
    },
  };
}

function isWanted(lease: LeaseFields, query: LeaseQuery, words: string[]): boolean {
  return (
    oneOf(query.class, lease.class) &&
    oneOf(query.namespace, lease.namespace) &&
    oneOf(query.state, lease.state) &&
    (query.holder.length === 0 || (lease.holder !== null && query.holder.includes(lease.holder))) &&
    (query.elects === undefined || query.elects === lease.elects) &&
    (words.length === 0 || hasWords(lease, words))
  );
}

function hasWords(lease: LeaseFields, words: string[]): boolean {
  const text = `${lease.namespace}/${lease.name} ${lease.holder ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function oneOf<T>(wanted: readonly T[], value: T): boolean {
  return wanted.length === 0 || wanted.includes(value);
}
