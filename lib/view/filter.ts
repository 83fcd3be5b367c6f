/** Which Leases the board shows. Empty facets mean "all". */
import type { LeaseClass } from '../lease/record.ts';
import type { LeaseState } from '../lease/state.ts';
import type { LeaseRow } from './lease-row.ts';

export type BoardFilter = {
  /** Words that must all occur in the name, the namespace, the holder or its node. */
  q: string;
  classes: readonly LeaseClass[];
  namespaces: readonly string[];
  states: readonly LeaseState[];
};

export function isFiltered(filter: BoardFilter): boolean {
  return (
    filter.q.trim() !== '' || filter.classes.length + filter.namespaces.length + filter.states.length > 0
  );
}

/** A filter made ready for many rows. */
export function rowMatcher(filter: BoardFilter): (row: LeaseRow, state: LeaseState) => boolean {
  const words = filter.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const classes = new Set(filter.classes);
  const namespaces = new Set(filter.namespaces);
  const states = new Set(filter.states);
  return (row, state) => {
    if (classes.size > 0 && !classes.has(row.class)) return false;
    if (namespaces.size > 0 && !namespaces.has(row.namespace)) return false;
    if (states.size > 0 && !states.has(state)) return false;
    if (words.length === 0) return true;
    const ref = row.holderRef;
    const text =
      `${row.namespace}/${row.name} ${row.holder ?? ''} ${ref?.name ?? ''} ${ref?.node ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
