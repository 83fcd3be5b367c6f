/** What Leases that are late at once have in common: one holder, one node, or nothing but the API server. */
import { processless } from '../lease/processless.ts';
import type { TrackedLease } from '../lease/tracked.ts';

/** A place is to blame when it has this share of what is late … */
const MOST_OF_LATE = 2 / 3;
/** … and elsewhere a smaller share than this is late. */
const ELSEWHERE_SHARE = 0.2;

export type CommonFactor =
  | { type: 'all' }
  | { type: 'node'; node: string }
  | { type: 'holder'; holder: string };

/**
 * `due` holds `late` and those that are in time. Where all that is due runs in one place, it cannot be told from the
 * API server, and only a single process is blamed.
 */
export function commonFactor(
  late: readonly TrackedLease[],
  due: readonly TrackedLease[],
  nodeOf: (lease: TrackedLease) => string | null,
): CommonFactor {
  const placeOf = (lease: TrackedLease): string => nodeOf(lease) ?? processless(lease.holder ?? '');
  const byPlace = Map.groupBy(late, placeOf);
  const [worst] = [...byPlace].sort((a, b) => b[1].length - a[1].length);
  if (worst === undefined) return { type: 'all' };
  const [place, there] = worst;
  const elsewhereLate = late.length - there.length;
  const elsewhereDue = due.filter((lease) => placeOf(lease) !== place).length;
  const holders = new Set(there.map(({ holder }) => holder));
  const blamed =
    there.length >= MOST_OF_LATE * late.length &&
    (elsewhereDue === 0 ? holders.size === 1 : elsewhereLate < ELSEWHERE_SHARE * elsewhereDue);
  const [first] = there;
  if (!blamed || first === undefined) return { type: 'all' };
  const hosts = new Set(there.map(({ holder }) => processless(holder ?? '')));
  const node = there.map(nodeOf).find((name) => name !== null) ?? null;
  return node !== null && hosts.size > 1
    ? { type: 'node', node }
    : { type: 'holder', holder: first.holder ?? place };
}
