/** How many Leases are in each class and state, kept as they change so that nobody has to count 65,000. */
import { elects, LEASE_CLASSES, type LeaseClass } from './record.ts';
import { LEASE_STATES, type LeaseState } from './state.ts';

export type Totals = {
  leases: number;
  /** Leases that elect, and heartbeats, by state. */
  elects: Record<LeaseState, number>;
  heartbeats: Record<LeaseState, number>;
  classes: Record<LeaseClass, number>;
  heldByClass: Record<LeaseClass, number>;
};

export type Tally = Record<LeaseClass, Record<LeaseState, number>>;

export function createTally(): Tally {
  return byClass(() => byState());
}

/** What is counted of one scope: all of it, and by namespace, for those who may see only some. */
export type ScopeTally = { readonly all: Tally; readonly byNamespace: Map<string, Tally> };

export function createScopeTally(): ScopeTally {
  return { all: createTally(), byNamespace: new Map() };
}

export function countIn(
  { all, byNamespace }: ScopeTally,
  namespace: string,
  leaseClass: LeaseClass,
  state: LeaseState,
  by: 1 | -1,
): void {
  count(all, leaseClass, state, by);
  let own = byNamespace.get(namespace);
  if (own === undefined) {
    own = createTally();
    byNamespace.set(namespace, own);
  }
  count(own, leaseClass, state, by);
  // Namespaces may come and go without end.
  if (by < 0 && own[leaseClass][state] === 0 && isEmpty(own)) byNamespace.delete(namespace);
}

/** What `among` says of it: the whole for null, else these namespaces. */
export function talliesOf({ all, byNamespace }: ScopeTally, among: ReadonlySet<string> | null): Tally[] {
  if (among === null) return [all];
  return [...among].flatMap((namespace) => byNamespace.get(namespace) ?? []);
}

function isEmpty(tally: Tally): boolean {
  return LEASE_CLASSES.every((leaseClass) => LEASE_STATES.every((state) => tally[leaseClass][state] === 0));
}

export function count(tally: Tally, leaseClass: LeaseClass, state: LeaseState, by: 1 | -1): void {
  tally[leaseClass][state] += by;
}

/** The sum of several scopes; a scope that is not live knows no state. */
export function sumTallies(tallies: readonly { tally: Tally; live: boolean }[]): Totals {
  const totals: Totals = {
    leases: 0,
    elects: byState(),
    heartbeats: byState(),
    classes: byClass(() => 0),
    heldByClass: byClass(() => 0),
  };
  for (const { tally, live } of tallies) {
    for (const leaseClass of LEASE_CLASSES) {
      const states = elects(leaseClass) ? totals.elects : totals.heartbeats;
      for (const state of LEASE_STATES) {
        const leases = tally[leaseClass][state];
        totals.leases += leases;
        totals.classes[leaseClass] += leases;
        states[live ? state : 'unknown'] += leases;
        if (live && state === 'held') totals.heldByClass[leaseClass] += leases;
      }
    }
  }
  return totals;
}

function byState(): Record<LeaseState, number> {
  return { held: 0, late: 0, expired: 0, vacant: 0, unknown: 0 };
}

function byClass<T>(make: () => T): Record<LeaseClass, T> {
  return Object.fromEntries(LEASE_CLASSES.map((leaseClass) => [leaseClass, make()])) as Record<LeaseClass, T>;
}
