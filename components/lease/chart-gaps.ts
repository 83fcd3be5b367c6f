/** What stands in a band of the chart that has nothing to draw. */
import type { TimeZone } from '../../lib/view/format.ts';
import type { HistoryModel } from '../../lib/view/lease-history.ts';
import type { LeaseRow } from '../../lib/view/lease-row.ts';
import { formatShortMoment } from '../../lib/view/moment.ts';

const NONE_KEPT = 'no renewal of this stretch is kept any more';

type Read = { problem: string | null; read: boolean };

/** Of the whole stretch: nothing of it is known yet. */
export function unreadNote({ gaps }: Pick<HistoryModel, 'gaps'>, { problem, read }: Read): string | null {
  if (gaps.points.length > 0) return null;
  if (problem !== null) return `could not be read: ${problem}`;
  return read ? null : 'reading…';
}

/** Of the part that was watched. */
export function gapNote(
  model: Pick<HistoryModel, 'gaps' | 'range' | 'renewalsFrom' | 'unwritten'>,
  { problem, read }: Read,
  now: number,
  zone: TimeZone,
): string | null {
  const { gaps, range, renewalsFrom, unwritten } = model;
  if (gaps.points.length > 0 || problem !== null || !read) return null;
  if (renewalsFrom === null) return NONE_KEPT;
  if (unwritten.length > 0) return 'no renewal of this stretch is kept';
  return renewalsFrom === range.from
    ? 'no renewal seen in this stretch'
    : `no renewal seen here since ${formatShortMoment(renewalsFrom, now, zone)}`;
}

export function clockNote(
  row: Pick<LeaseRow, 'serverTime'>,
  model: Pick<HistoryModel, 'runs' | 'renewalsFrom'>,
  { problem, read }: Read,
): string | null {
  if (model.runs.length > 0) return null;
  if (problem !== null || !read) return null;
  if (model.renewalsFrom === null) return `not resolvable: ${NONE_KEPT}`;
  return row.serverTime === null
    ? 'not resolvable: no stamp of the API server'
    : 'not resolvable: no renewal moved both stamps';
}
