'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { BoardFilter } from '../../lib/view/filter.ts';
import { ALL_SORTS, CLASS_FACETS, DEFAULT_SORT, STATE_FACETS } from '../../lib/view/url-state.ts';

const PARSERS = {
  q: parseAsString.withDefault(''),
  class: parseAsArrayOf(parseAsStringLiteral(CLASS_FACETS)).withDefault([]),
  namespace: parseAsArrayOf(parseAsString).withDefault([]),
  state: parseAsArrayOf(parseAsStringLiteral(STATE_FACETS)).withDefault([]),
  sort: parseAsStringLiteral(ALL_SORTS).withDefault(DEFAULT_SORT),
  closed: parseAsArrayOf(parseAsString).withDefault([]),
};

/** Search, facets, sort and collapsed groups: all in the URL, so that a link shows the same board. */
export function useBoardUrl() {
  const [url, setUrl] = useQueryStates(PARSERS, { history: 'replace' });
  const filter: BoardFilter = useMemo(
    () => ({ q: url.q, classes: url.class, namespaces: url.namespace, states: url.state }),
    [url.q, url.class, url.namespace, url.state],
  );
  return { url, setUrl, filter };
}

export type BoardUrl = ReturnType<typeof useBoardUrl>['url'];
export type SetBoardUrl = ReturnType<typeof useBoardUrl>['setUrl'];
