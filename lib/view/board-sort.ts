/** The orders of the board. What is not known comes last in every one of them. */

import { holderLabel } from './board-holder.ts';
import type { Judged, RowMark } from './board-judge.ts';
import type { LeaseRow } from './lease-row.ts';
import { type Sort, type SortKey, sortOf } from './url-state.ts';

type Value = number | string | null;

const URGENCY: Record<RowMark, number> = { expired: 0, vacant: 1, late: 2, unknown: 3, released: 4, held: 5 };

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Least first; null last, also where the others are reversed. */
function byValue(a: Value, b: Value, reversed: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : byText(`${a}`, `${b}`);
  return reversed ? -order : order;
}

export function compareNames(
  a: Pick<LeaseRow, 'name' | 'namespace'>,
  b: Pick<LeaseRow, 'name' | 'namespace'>,
): number {
  return byText(a.name, b.name) || byText(a.namespace, b.namespace);
}

/** Of times the longest ago comes first, which is the least. */
const since = (at: number | null, now: number): number | null => (at === null ? null : at - now);

const VALUES: Record<SortKey, (one: Judged) => Value> = {
  class: ({ row }) => row.name,
  name: ({ row }) => row.name,
  urgency: ({ mark }) => URGENCY[mark],
  holder: ({ row }) => holderLabel(row)?.shown ?? null,
  tenure: ({ row, now }) => since(row.heldSince, now),
  age: ({ row, now }) => since(row.lastRenewalAt, now),
  handovers: ({ row }) => -row.handovers24h,
  headroom: ({ row }) => row.headroomMs,
};

/** Rows in an order; those that are alike in it by name. */
export function sortRows(rows: readonly Judged[], sort: Sort): Judged[] {
  const { key, reversed } = sortOf(sort);
  // Once a row, not at each comparison: a holder's label takes time.
  const valued = rows.map((one) => ({ one, value: VALUES[key](one) }));
  valued.sort((a, b) => byValue(a.value, b.value, reversed) || compareNames(a.one.row, b.one.row));
  return valued.map(({ one }) => one);
}
