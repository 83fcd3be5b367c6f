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
