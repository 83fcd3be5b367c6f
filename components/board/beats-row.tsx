'use client';
import { holderLabel } from '../../lib/view/board-holder.ts';
import type { Judged, RowMark } from '../../lib/view/board-judge.ts';
import { formatCount } from '../../lib/view/format.ts';
import type { BoardItem } from '../../lib/view/groups.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import type { RowProps } from './row-props.ts';

type Beats = Extract<BoardItem, { type: 'beats' }>;

/** More cells than this are thinner than a pixel: then a cell stands for several nodes. */
const MOST_CELLS = 400;
const NAMED = 3;

/** All node heartbeats in one row, a cell a node; those that are not fresh come first and have rows below. */
export function BeatsRow({ item, frame }: { item: Beats; frame: RowProps }) {
  const { fresh } = item;
  const rest = item.total - fresh;
  const names = item.wrong.slice(0, NAMED).map((one) => holderLabel(one.row)?.shown ?? one.row.name);
  const more = rest > names.length ? ` and ${formatCount(rest - names.length)} more` : '';
  const mark: RowMark = item.frozen ? 'unknown' : (item.wrong[0]?.mark ?? (rest === 0 ? 'held' : 'unknown'));
  return (
    <tr {...frame} className="row beats-row">
      <td className="c-state">
        <StateGlyph state={mark} />
        <span className="word">
          {item.frozen ? 'were fresh' : rest === 0 ? 'fresh' : fresh === 0 ? 'not fresh' : 'mixed'}
        </span>
      </td>
      <td className="c-lease">
        <span className="name">
          {formatCount(fresh)} of {formatCount(item.total)} nodes
        </span>
        <span className="ns">kube-node-lease</span>
      </td>
      <td className="c-holder">
        <span className="text-text-2">
          {item.wrong.length > 0
            ? `not fresh: ${names.join(', ')}${more}`
            : item.frozen
              ? ''
              : rest === 0
                ? 'all renew in time'
                : `not known of ${formatCount(rest)}`}
        </span>
      </td>
      <td className="c-beats">
        <Cells fresh={fresh} wrong={marksOf(item.wrong, rest)} frozen={item.frozen} />
      </td>
    </tr>
  );
}

/** Of those without a row it is only known that they are not fresh. */
function marksOf(wrong: readonly Judged[], rest: number): RowMark[] {
  return Array.from({ length: rest }, (_, index) => wrong[index]?.mark ?? 'unknown');
}

const FILLS: Record<RowMark, string> = {
  held: 'var(--color-held)',
  late: 'var(--color-late)',
  expired: 'var(--color-expired)',
  vacant: 'var(--color-vacant)',
  released: 'var(--color-released)',
  unknown: 'var(--color-unknown)',
};

function Cells({ fresh, wrong, frozen }: { fresh: number; wrong: readonly RowMark[]; frozen: boolean }) {
  const total = fresh + wrong.length;
  const cells = Math.min(total, MOST_CELLS);
  const columns = Math.max(1, Math.min(50, cells));
  const rows = Math.ceil(cells / columns);
  // What is wrong keeps at least a cell of its own, however many nodes there are.
  const wrongCells = wrong.length === 0 ? 0 : Math.max(1, Math.round((wrong.length / total) * cells));
  const path = new Map<RowMark, string>();
  for (let n = 0; n < cells; n += 1) {
    const mark = n < wrongCells ? (wrong[Math.floor((n / wrongCells) * wrong.length)] ?? 'unknown') : 'held';
    const shown = frozen ? 'unknown' : mark;
    const x = (n % columns) * 10;
    const y = Math.floor(n / columns) * 10;
    // The wrong ones stand taller: shape before colour.
    const box = mark === 'held' ? `M${x} ${y + 2}h9v6h-9z` : `M${x} ${y}h9v10h-9z`;
    path.set(shown, `${path.get(shown) ?? ''}${box}`);
  }
  const height = Math.min(24, rows * 6);
  return (
    <svg
      className="beats"
      viewBox={`0 0 ${columns * 10} ${Math.max(1, rows) * 10}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${formatCount(fresh)} of ${formatCount(total)} heartbeats ${frozen ? 'were ' : ''}fresh`}
      style={{ height }}
    >
      {[...path].map(([mark, d]) => (
        <path key={mark} d={d} fill={FILLS[mark]} opacity={mark === 'held' ? 0.75 : 1} />
      ))}
    </svg>
  );
}
