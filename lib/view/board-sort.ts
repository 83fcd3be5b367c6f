/** The orders of the board. What is not known comes last in every one of them. */

import { holderLabel } from './board-holder.ts';
import type { Judged, RowMark } from './board-judge.ts';
import type { LeaseRow } from './lease-row.ts';
import { type Sort, type SortKey, sortOf } from './url-state.ts';

type Compare = (a: Judged, b: Judged) => number;

const URGENCY: Record<RowMark, number> = { expired: 0, vacant: 1, late: 2, unknown: 3, released: 4, held: 5 };

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Greatest first; null last. */
function byNumber(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return b - a;
}

export function compareNames(
  a: Pick<LeaseRow, 'name' | 'namespace'>,
  b: Pick<LeaseRow, 'name' | 'namespace'>,
): number {
  return byText(a.name, b.name) || byText(a.namespace, b.namespace);
}

const byName: Compare = (a, b) => compareNames(a.row, b.row);
const tenure = ({ row, now }: Judged): number | null => (row.heldSince === null ? null : now - row.heldSince);
const age = ({ row, now }: Judged): number | null =>
  row.lastRenewalAt === null ? null : now - row.lastRenewalAt;
const less = (value: number | null): number | null => (value === null ? null : -value);

const COMPARES: Record<SortKey, Compare> = {
  class: byName,
  name: byName,
  urgency: (a, b) => URGENCY[a.mark] - URGENCY[b.mark],
  holder: (a, b) => byText(holderLabel(a.row)?.shown ?? '\uffff', holderLabel(b.row)?.shown ?? '\uffff'),
  tenure: (a, b) => byNumber(tenure(a), tenure(b)),
  age: (a, b) => byNumber(age(a), age(b)),
  handovers: (a, b) => b.row.handovers24h - a.row.handovers24h,
  headroom: (a, b) => byNumber(less(a.row.headroomMs), less(b.row.headroomMs)),
};

export function compareBy(sort: Sort): Compare {
  const { key, reversed } = sortOf(sort);
  const compare = COMPARES[key];
  return (a, b) => (reversed ? compare(b, a) : compare(a, b)) || byName(a, b);
}

/** For the group that is pinned: worst first. */
export const compareUrgency: Compare = compareBy('urgency');
