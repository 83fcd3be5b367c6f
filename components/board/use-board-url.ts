'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { LEASE_CLASSES } from '../../lib/lease/record.ts';
import { LEASE_STATES } from '../../lib/lease/state.ts';
import type { BoardFilter } from '../../lib/view/filter.ts';
import { ALL_SORTS, DEFAULT_SORT } from '../../lib/view/url-state.ts';

const PARSERS = {
  q: parseAsString.withDefault(''),
  class: parseAsArrayOf(parseAsStringLiteral(LEASE_CLASSES)).withDefault([]),
  namespace: parseAsArrayOf(parseAsString).withDefault([]),
  state: parseAsArrayOf(parseAsStringLiteral(LEASE_STATES)).withDefault([]),
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
