'use client';
import { parseAsString, useQueryStates } from 'nuqs';

const PARSERS = {
  /** The node whose facts are shown. */
  node: parseAsString,
  /** Part of a name: other nodes are not drawn. */
  q: parseAsString.withDefault(''),
};

export function useNodesUrl() {
  const [url, setUrl] = useQueryStates(PARSERS, { history: 'replace', scroll: false });
  return { url, setUrl };
}
