'use client';
import { setSignature, summarizeSet } from '../../lib/view/board-set.ts';
import { formatDuration, formatHeadroom } from '../../lib/view/format.ts';
import type { BoardItem } from '../../lib/view/groups.ts';
import { MiddleText } from '../ui/middle-text.tsx';
import { AlertsCell } from './alerts-cell.tsx';
import { useScene } from './board-context.ts';
import { FreshnessCell } from './freshness-cell.tsx';
import { HandoversCell, StateCell, StripCell } from './row-cells.tsx';
import type { RowProps } from './row-props.ts';
import { useFlash } from './use-flash.ts';

type SetItem = Extract<BoardItem, { type: 'set' }>;

/** A sharded set as one row: a cell a bucket in its holder's colour; it unfolds to its buckets. */
export function SetRow({
  item,
  frame,
  toggle,
}: {
  item: SetItem;
  frame: RowProps;
  toggle: (key: string) => void;
}) {
  const { hues } = useScene();
  const flash = useFlash(setSignature(item.members));
  const summary = summarizeSet(item.members);
  if (summary === null) return null;
  const { worst, stalest, leastHeadroom } = summary;
  const moved = item.members.find((one) => one.row.handovers24h > 0) ?? stalest;
  const headroom = leastHeadroom?.row.headroomMs ?? null;
  const allowed = leastHeadroom?.row.expiresAfterMs ?? null;
  return (
    <tr {...frame} className={`row ${worst.mark === 'held' || worst.mark === 'unknown' ? '' : worst.mark}`}>
      <StateCell judged={worst} />
      <td className="c-lease">
        <button
          type="button"
          className="unfold"
          aria-label={item.title}
          aria-expanded={item.unfolded}
          onClick={() => toggle(item.key)}
        >
          <span className="fold-mark" aria-hidden="true">
            {item.unfolded ? '▾' : '▸'}
          </span>
          <MiddleText text={item.title} tail={rangeLength(item.title)} />
        </button>
        <span className="ns">{worst.row.namespace}</span>
      </td>
      <td ref={flash} className="c-holder" title="bucket by bucket">
        <span className="shards" aria-hidden="true">
          {item.members.map(({ row, mark }) => (
            <i
              key={row.name}
              className={`${row.holder === null ? 'nobody' : `hue-${hues.hueOf(row.holder)}`} ${mark === 'expired' || mark === 'late' ? 'wrong' : ''}`}
            />
          ))}
        </span>
        <span className="overflow-hidden text-ellipsis text-text-2" title={summary.holders}>
          {summary.holders}
        </span>
      </td>
      <td className="c-tenure" title="of the bucket that moved last">
        {summary.settledSince === null
          ? '–'
          : formatDuration(worst.now - summary.settledSince).replace(/ \d\d s$/, '')}
      </td>
      <FreshnessCell judged={stalest} />
      <StripCell judged={moved} />
      <HandoversCell members={item.members} />
      <td className="c-number c-headroom" title="of the bucket that has the least">
        {headroom === null || allowed === null ? (
          <span className="faint">–</span>
        ) : (
          <>
            {formatHeadroom(headroom)}{' '}
            <span className="percent">{Math.max(0, Math.round((headroom / allowed) * 100))} %</span>
          </>
        )}
      </td>
      <AlertsCell rows={item.members.map((one) => one.row)} />
    </tr>
  );
}

/** The range of the buckets stays whole: "autoscaler-…-00…09-of-10". Characters. */
function rangeLength(title: string): number | undefined {
  return /[-.]\d+…\d+-of-\d+$/.exec(title)?.[0].length;
}
