/** What stands where the board has no rows: apart from its other words, for it is loaded only then. */
import type { LeaseState } from '../lease/state.ts';
import { CLASS_TITLES, MARK_WORDS } from './board-words.ts';
import type { BoardFilter } from './filter.ts';
import { countOf } from './format.ts';

/** "No Lease is late in namespace payments" */
export function emptyTitle(filter: BoardFilter): string {
  const states = filter.states.map((state: LeaseState) => MARK_WORDS[state]).join(' or ');
  const classes = filter.classes.map((one) => CLASS_TITLES.get(one) ?? one).join(' or ');
  const where = filter.namespaces.length === 0 ? '' : ` in namespace ${filter.namespaces.join(' or ')}`;
  const of = classes === '' ? '' : ` under ${classes}`;
  const q = filter.q.trim();
  const matching = q === '' ? '' : ` matching “${q}”`;
  if (states !== '') return `No Lease${matching}${of} is ${states}${where}`;
  return `No Lease${matching === '' ? ' is listed' : matching}${of}${where}`;
}

/** What there is instead: "12 Leases elect there. 45 Leases elect in all that you see." */
export function emptyInstead(inNamespaces: number, filter: BoardFilter, electing: number): string {
  const whole = `${countOf(electing, 'Lease elects', 'Leases elect')} in all that you see.`;
  if (filter.namespaces.length === 0) return whole;
  return `${countOf(inNamespaces, 'Lease elects', 'Leases elect')} there. ${whole}`;
}
