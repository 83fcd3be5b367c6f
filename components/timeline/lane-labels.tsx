import Link from 'next/link';
import { memo } from 'react';
import { leaseHref } from '../../lib/client/api-url.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { LaneRow, TimelineRow } from '../../lib/view/timeline-layout.ts';

/** What stands beside the lanes: the Lease, its namespace, and how often it changed hands. */
export const LaneLabels = memo(function LaneLabels({
  rows,
  range,
  many,
  narrow,
}: {
  rows: readonly TimelineRow[];
  /** In the words of a link to a Lease. */
  range: string;
  /** A Lease that changed hands more often stands out. */
  many: number;
  narrow: boolean;
}) {
  return rows.map((row) =>
    row.type === 'head' ? (
      <h2 key={row.key} className="tl-head" style={{ top: row.top, height: row.height }}>
        {row.title}
      </h2>
    ) : (
      <LaneLabel key={row.key} row={row} range={range} many={row.lane.handovers > many} narrow={narrow} />
    ),
  );
});

const LaneLabel = memo(function LaneLabel({
  row: { lane, top, height },
  range,
  many,
  narrow,
}: {
  row: LaneRow;
  range: string;
  many: boolean;
  narrow: boolean;
}) {
  const count = `${lane.handovers}${lane.atLeast ? '+' : ''}`;
  const said = `${lane.atLeast ? 'at least ' : ''}${lane.handovers} ${lane.handovers === 1 ? 'handover' : 'handovers'}`;
  return (
    <div className="tl-row" style={{ top, height }}>
      <Link
        className="tl-name"
        href={`${leaseHref(lane)}?${range}`}
        prefetch={false}
        title={`${lane.namespace}/${lane.name}`}
      >
        <span className="mono">{shortenMiddle(lane.name, narrow ? 30 : 25)}</span>
        <span className="tl-namespace">{shortenMiddle(lane.namespace, narrow ? 14 : 12)}</span>
      </Link>
      <span
        className={many ? 'tl-moved many' : lane.handovers > 0 ? 'tl-moved some' : 'tl-moved'}
        title={lane.atLeast ? `${said}: more may hide where nobody watched` : said}
      >
        {count}
        <span className="sr-only"> {lane.handovers === 1 ? 'handover' : 'handovers'}</span>
      </span>
    </div>
  );
});
