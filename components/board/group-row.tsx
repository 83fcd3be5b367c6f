'use client';
import type { BoardItem } from '../../lib/view/groups.ts';
import type { RowProps } from './row-props.ts';

type Group = Extract<BoardItem, { type: 'group' }>;

export function GroupRow({
  item,
  frame,
  toggle,
}: {
  item: Group;
  frame: RowProps;
  toggle: (id: string) => void;
}) {
  return (
    <tr {...frame} className="group">
      <th scope="rowgroup" colSpan={9}>
        <button type="button" aria-expanded={!item.collapsed} onClick={() => toggle(item.id)}>
          <span className="turn" aria-hidden="true">
            {item.collapsed ? '▸' : '▾'}
          </span>
          {item.title}
        </button>
        <span className="what">{item.what}</span>
        <span className="note">{item.note}</span>
      </th>
    </tr>
  );
}
