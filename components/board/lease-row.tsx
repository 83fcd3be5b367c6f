'use client';
import Link from 'next/link';
import { leaseHref } from '../../lib/client/api-url.ts';
import type { Judged } from '../../lib/view/board-judge.ts';
import { formatDuration, formatHeadroom, formatLimit } from '../../lib/view/format.ts';
import { MiddleText } from '../ui/middle-text.tsx';
import { AlertsCell } from './alerts-cell.tsx';
import { FreshnessCell } from './freshness-cell.tsx';
import { HandoversCell, HolderCell, StateCell, StripCell, TenureCell } from './row-cells.tsx';
import type { RowProps } from './row-props.ts';

/** Below this share of the allowed duration the headroom is marked as low. */
const LOW_HEADROOM = 0.34;

export function LeaseRowView({ judged, inSet, frame }: { judged: Judged; inSet: boolean; frame: RowProps }) {
  const { row } = judged;
  const eyes = judged.mark === 'held' || judged.mark === 'unknown' ? '' : judged.mark;
  return (
    <tr {...frame} className={`row ${eyes} ${inSet ? 'in-set' : ''}`}>
      <StateCell judged={judged} />
      <td className="c-lease">
        <Link
          href={leaseHref(row)}
          className="name"
          title={`${row.namespace}/${row.name}`}
          aria-label={row.name}
          prefetch={false}
        >
          <MiddleText text={row.name} />
        </Link>
        <span className="ns" title={row.namespace}>
          {row.namespace}
        </span>
      </td>
      <HolderCell judged={judged} />
      <TenureCell judged={judged} />
      <FreshnessCell judged={judged} />
      <StripCell judged={judged} />
      <HandoversCell members={[judged]} />
      <HeadroomCell judged={judged} />
      <AlertsCell rows={[row]} />
    </tr>
  );
}

function HeadroomCell({ judged: { row, mark } }: { judged: Judged }) {
  if (mark === 'expired') {
    return (
      <td className="c-number c-headroom">
        <b className="text-expired-text">none</b>
      </td>
    );
  }
  if (row.headroomMs === null || row.expiresAfterMs === null || row.holder === null) {
    return (
      <td
        className="c-number c-headroom"
        title={row.holder === null ? 'Nobody renews it' : 'Known after five renewals'}
      >
        <span className="faint">–</span>
      </td>
    );
  }
  const share = row.headroomMs / row.expiresAfterMs;
  const low = share < LOW_HEADROOM;
  const slowest = row.renewGapMs === null ? '' : ` − slowest renewal ${formatDuration(row.renewGapMs.max)}`;
  return (
    <td className="c-number c-headroom" title={`allowed ${formatLimit(row.expiresAfterMs)}${slowest}`}>
      <span className={low ? 'low' : ''}>
        {low ? '▾ ' : ''}
        {row.headroomMs <= 0 ? 'none' : formatHeadroom(row.headroomMs)}
        {low ? <span className="sr-only">, low</span> : null}
      </span>{' '}
      <span className="percent">{Math.max(0, Math.round(share * 100))} %</span>
    </td>
  );
}
