'use client';
import type { Judged } from '../../lib/view/board-judge.ts';
import { formatDateTime, formatDuration, formatLimit } from '../../lib/view/format.ts';
import { FreshnessBar } from '../ui/freshness-bar.tsx';
import { useTimeZone } from '../ui/time-zone.tsx';

/** Age against what is allowed; of a vacant Lease, the vacancy against the usual takeover time. */
export function FreshnessCell({ judged }: { judged: Judged }) {
  const zone = useTimeZone();
  const { row, now, mark } = judged;
  const vacant = row.holder === null;
  const from = vacant ? row.stateSince : row.lastRenewalAt;
  const limitMs = vacant
    ? row.takeoverDueAt === null || row.stateSince === null
      ? null
      : row.takeoverDueAt - row.stateSince
    : row.expiresAfterMs;
  const ageMs = from === null ? null : Math.max(0, now - from);
  const about = !vacant && !row.ageCertain && ageMs !== null ? '~' : '';
  return (
    <td
      className="c-fresh"
      title={from === null ? 'Not yet seen to renew' : title(vacant, formatDateTime(from, zone))}
    >
      <FreshnessBar
        ageMs={ageMs}
        limitMs={limitMs}
        usualMs={vacant ? null : (row.renewGapMs?.median ?? null)}
        state={mark}
      />
      <span>
        <span className="age">{ageMs === null ? 'not seen' : `${about}${formatDuration(ageMs)}`}</span>{' '}
        {limitMs === null ? null : (
          <span className="of">of {vacant ? `~${formatDuration(limitMs)}` : formatLimit(limitMs)}</span>
        )}
      </span>
    </td>
  );
}

function title(vacant: boolean, time: string): string {
  return vacant
    ? `Nobody since ${time}; measured against the usual takeover time`
    : `Last renewal observed ${time}`;
}
