/** What of the board is in the URL, and in which words. */
import { LEASE_CLASSES } from '../lease/record.ts';
import { LEASE_STATES } from '../lease/state.ts';

/** The facets' values, as they stand in the URL. */
export const CLASS_FACETS = LEASE_CLASSES;
export const STATE_FACETS = LEASE_STATES;

export const SORTS = [
  'class',
  'urgency',
  'name',
  'holder',
  'tenure',
  'age',
  'handovers',
  'headroom',
] as const;
export type SortKey = (typeof SORTS)[number];
/** `-tenure`: the other way round. */
export type Sort = SortKey | `-${SortKey}`;
export const ALL_SORTS: readonly Sort[] = [...SORTS, ...SORTS.map((sort): Sort => `-${sort}`)];
export const DEFAULT_SORT: Sort = 'class';

export const SORT_WORDS: Record<SortKey, string> = {
  class: 'class, then name',
  urgency: 'urgency',
  name: 'name',
  holder: 'holder',
  tenure: 'tenure, longest first',
  age: 'last renewal, oldest first',
  handovers: 'handovers, most first',
  headroom: 'headroom, least first',
};

export function sortOf(sort: Sort): { key: SortKey; reversed: boolean } {
  const reversed = sort.startsWith('-');
  const key = SORTS.find((candidate) => candidate === (reversed ? sort.slice(1) : sort));
  return { key: key ?? 'class', reversed };
}
