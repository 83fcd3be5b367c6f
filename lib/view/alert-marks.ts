/** The mark in a row of Leaders: the worst of what fires about its Leases, and how many there are. */
import type { Severity } from '../detect/finding.ts';
import type { AlertView } from './alert.ts';
import { compareAlerts } from './alert-groups.ts';
import { countOf } from './format.ts';
import type { LeaseRow } from './lease-row.ts';

export type RowAlerts = {
  /** Null where none of them has been read: in a storm, causes are read and not all that follows. */
  severity: Severity | null;
  count: number;
  /** The worst of them, as far as known: where a click leads. */
  id: string;
  /** "critical: Nobody renews kube-scheduler, and nobody takes over" */
  words: string;
};

/** Null where nothing fires. */
export function rowAlerts(
  rows: readonly Pick<LeaseRow, 'alerts'>[],
  known: ReadonlyMap<string, AlertView>,
): RowAlerts | null {
  const ids = [...new Set(rows.flatMap((row) => row.alerts))];
  const [first] = ids;
  if (first === undefined) return null;
  const { length: count } = ids;
  const [worst] = ids.flatMap((id) => known.get(id) ?? []).sort(compareAlerts);
  if (worst === undefined) return { severity: null, count, id: first, words: countOf(count, 'alert') };
  const more = count === 1 ? '' : `, and ${countOf(count - 1, 'more', 'more')}`;
  return { severity: worst.severity, count, id: worst.id, words: `${worst.severity}: ${worst.title}${more}` };
}
