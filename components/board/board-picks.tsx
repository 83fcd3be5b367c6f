'use client';
import { useMemo } from 'react';
import type { Judged } from '../../lib/view/board-judge.ts';
import { GROUPS } from '../../lib/view/board-words.ts';
import { ALL_SORTS, CLASS_FACETS, SORT_WORDS, SORTS, sortOf } from '../../lib/view/url-state.ts';
import { Pick } from '../ui/pick.tsx';
import type { BoardUrl, SetBoardUrl } from './use-board-url.ts';

type Props = { judged: readonly Judged[]; url: BoardUrl; setUrl: SetBoardUrl };

/** Class, namespace, sort: the browser's own lists, which thumbs, keys and screen readers know. */
export function BoardPicks({ judged, url, setUrl }: Props) {
  const namespaces = useNamespaces(judged, url.namespace);
  const { key, reversed } = sortOf(url.sort);
  const several = (chosen: readonly string[]): string | null =>
    chosen.length > 1 ? chosen.join(', ') : null;
  return (
    <>
      <Pick
        label="class"
        value={url.class[0] ?? ''}
        several={several(url.class)}
        options={[['', 'all'], ...GROUPS.map(({ id, title }): [string, string] => [id, title])]}
        choose={(value) => void setUrl({ class: CLASS_FACETS.filter((one) => one === value) })}
      />
      <Pick
        label="namespace"
        value={url.namespace[0] ?? ''}
        several={several(url.namespace)}
        options={[['', 'all'], ...namespaces.map((name): [string, string] => [name, name])]}
        choose={(value) => void setUrl({ namespace: value === '' ? [] : [value] })}
      />
      <Pick
        label="sort"
        value={reversed ? `-${key}` : key}
        several={null}
        options={SORTS.flatMap((one): [string, string][] => [
          [one, SORT_WORDS[one]],
          [`-${one}`, `${SORT_WORDS[one]}, reversed`],
        ])}
        choose={(value) => void setUrl({ sort: ALL_SORTS.find((sort) => sort === value) ?? null })}
      />
    </>
  );
}

/** Those that have Leases on the board, and those that the URL asks for. */
function useNamespaces(judged: readonly Judged[], asked: readonly string[]): readonly string[] {
  return useMemo(
    () => [...new Set([...judged.map((one) => one.row.namespace), ...asked])].sort(),
    [judged, asked],
  );
}
