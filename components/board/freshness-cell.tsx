'use client';
import type { Judged } from '../../lib/view/board-judge.ts';
import { rowKey } from '../../lib/view/board-key.ts';
import { vacantSince } from '../../lib/view/board-strip.ts';
import { formatDuration, formatLimit, formatRough } from '../../lib/view/format.ts';
import { FreshnessBar } from '../ui/freshness-bar.tsx';
import { RelativeAge } from '../ui/relative-age.tsx';
import { useScene } from './board-context.ts';

/** Age against what is allowed; of a vacant Lease, the vacancy against the usual takeover time. */
export function FreshnessCell({ judged }: { judged: Judged }) {
  const { row, now, mark } = judged;
  const vacant = row.holder === null;
  const { handovers } = useScene();
  const from = vacant ? vacantSince(row, handovers.get(rowKey(row)) ?? []) : row.lastRenewalAt;
  const limitMs = vacant
    ? row.takeoverDueAt === null || from === null
      ? null
      : row.takeoverDueAt - from
    : row.expiresAfterMs;
  const ageMs = from === null ? null : Math.max(0, now - from);
  const about = !vacant && !row.ageCertain && ageMs !== null ? '~' : '';
  return (
    <td className="c-fresh" title={from === null ? unknown(vacant) : undefined}>
      <FreshnessBar
        ageMs={ageMs}
        limitMs={limitMs}
        usualMs={vacant ? null : (row.renewGapMs?.median ?? null)}
        state={mark}
      />
      <span>
        <span className="age">
          {from === null || ageMs === null ? (
            vacant ? (
              'not known'
            ) : (
              'not seen'
            )
          ) : (
            <RelativeAge
              at={from}
              now={now}
              age={`${about}${formatDuration(ageMs)}`}
              hint={hint(vacant, row.ageCertain)}
            />
          )}
        </span>{' '}
        {limitMs === null ? null : (
          <span className="of">
            of {(vacant ? `~${formatRough(limitMs)}` : formatLimit(limitMs)).replace(' min', ' m')}
          </span>
        )}
      </span>
    </td>
  );
}

function unknown(vacant: boolean): string {
  return vacant ? 'Nobody held it when watching began; since when is not known' : 'Not yet seen to renew';
}

function hint(vacant: boolean, observed: boolean): string {
  if (vacant) return 'Measured against the usual takeover time; nobody since';
  return observed ? 'Last renewal observed' : 'Last renewal by the API server’s stamp, not observed,';
}
