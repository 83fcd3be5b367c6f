import Link from 'next/link';
import { memo } from 'react';
import { leaseHref } from '../../lib/client/api-url.ts';
import { shortenMiddle } from '../../lib/view/format.ts';
import type { LaneRow, TimelineRow } from '../../lib/view/timeline-layout.ts';

/** More than this in one range is worth a look. */
const MANY = 5;

/** What stands beside the lanes: the Lease, its namespace, and how often it changed hands. */
export const LaneLabels = memo(function LaneLabels({
  rows,
  range,
  narrow,
}: {
  rows: readonly TimelineRow[];
  /** In the words of a link to a Lease. */
  range: string;
  narrow: boolean;
}) {
  return rows.map((row) =>
    row.type === 'head' ? (
      <h2 key={row.key} className="tl-head" style={{ top: row.top, height: row.height }}>
        {row.title}
      </h2>
    ) : (
      <LaneLabel key={row.key} row={row} range={range} narrow={narrow} />
    ),
  );
});

const LaneLabel = memo(function LaneLabel({
  row: { lane, top, height },
  range,
  narrow,
}: {
  row: LaneRow;
  range: string;
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
        <span className="mono">{shortenMiddle(lane.name, narrow ? 30 : 26)}</span>
        <span className="tl-namespace">{shortenMiddle(lane.namespace, narrow ? 14 : 13)}</span>
      </Link>
      <span
        className={
          lane.handovers > MANY ? 'tl-moved many' : lane.handovers > 0 ? 'tl-moved some' : 'tl-moved'
        }
        title={lane.atLeast ? `${said}: more may hide where nobody watched` : said}
      >
        {count}
        <span className="sr-only"> {lane.handovers === 1 ? 'handover' : 'handovers'}</span>
      </span>
    </div>
  );
});
