/** What stands in a band of the chart that has nothing to draw. */
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';

const SEEN: Readonly<Record<HistoryModel['kept'], string>> = {
  all: 'no renewal seen in this stretch',
  part: 'no renewal seen in that part of this stretch of which any are kept',
  none: 'no renewal of this stretch is kept any more',
};

type Read = { problem: string | null; read: boolean };

export function gapNote(model: Pick<HistoryModel, 'gaps' | 'kept'>, { problem, read }: Read): string | null {
  if (model.gaps.points.length > 0) return null;
  if (problem !== null) return `could not be read: ${problem}`;
  if (!read) return 'reading…';
  return SEEN[model.kept];
}

export function clockNote(
  row: Pick<LeaseRow, 'serverTime'>,
  model: Pick<HistoryModel, 'runs' | 'kept'>,
  { problem, read }: Read,
): string | null {
  if (model.runs.length > 0) return null;
  if (problem !== null || !read) return null;
  if (model.kept === 'none') return `not resolvable: ${SEEN.none}`;
  return row.serverTime === null
    ? 'not resolvable: no stamp of the API server on this Lease'
    : 'not resolvable in this stretch: no renewal moved both stamps';
}
