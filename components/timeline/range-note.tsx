'use client';
import { useNow } from '../../lib/client/use-now.ts';
import { shownAsOf } from '../../lib/view/board-feed.ts';
import type { TimeZone } from '../../lib/view/format.ts';
import { formatMoment } from '../../lib/view/moment.ts';
import { endsNow, moves, type ParsedRange } from '../../lib/view/timeline-range.ts';
import { useFeedView } from '../shell/use-feed-view.ts';

/** Whether the range moves; alone, for what is said of the feed is not the lanes’ business. */
export function RangeNote({
  parsed,
  pending,
  known,
  zone,
}: {
  parsed: ParsedRange;
  /** An answer is on its way. */
  pending: boolean;
  known: boolean;
  zone: TimeZone;
}) {
  const view = useFeedView();
  const now = useNow();
  const asOf = shownAsOf(view);
  if (pending) return <span>reading…</span>;
  if (!known) return <span>not known yet</span>;
  if (!moves(parsed)) return <span>still</span>;
  if (asOf !== null) return <span>as of {formatMoment(asOf, now ?? asOf, zone)}</span>;
  return <span>{endsNow(parsed) ? 'now, moving' : 'moving'}</span>;
}
