/** What has changed for the viewers of one channel since its last patch, made into the next one. */
import type { TrackedLease } from '../../lease/tracked.ts';
import type { LeaseRow } from '../../view/lease-row.ts';
import { rowSignature, signatureAfterPair } from './row-signature.ts';

/** Rows that may go into one patch, so that a mass change neither stalls the loop nor floods a viewer. */
const ROWS_PER_PATCH = 500;
/** A holder may call itself anything: a patch of long ones must not be more than a viewer's queue bears. */
const CHARACTERS_PER_PATCH = 1024 * 1024;
/** Rows looked at for slow facts in one patch; each costs some 20 µs. */
const SLOW_LOOKS_PER_PATCH = 40;
const PAIR_INTERVAL_MS = 1000;

/** Viewers have different rows of it. */
const VARIOUS = '';

export type Changes = { rows: LeaseRow[]; removed: number[]; renewals: [number, number][] };

export type PendingChanges = {
  /** Its state, its holder or its being there changed: the row goes out with the next patch. */
  rowChanged(lease: TrackedLease): void;
  renewed(lease: TrackedLease): void;
  removed(key: number): void;
  /** The row as a viewer now has it from a snapshot. `byAll`: there are no others, who may have another one. */
  known(row: LeaseRow, lease: TrackedLease, byAll: boolean): void;
  /** Its row may read otherwise now though nothing happened to it: it goes out, after what did happen, if so. */
  recheck(lease: TrackedLease): void;
  /** `slowBytes`: what may be spent on rows of which only measured values moved. */
  take(now: number, slowBytes: number): Changes;
  /** Viewers of the channel have a row of it, or are about to. */
  isKnown(key: number): boolean;
};

/** `wholeRows`: a renewal sends its row again, for streams of a few named Leases. */
export function createPendingChanges(
  row: (lease: TrackedLease, now: number) => LeaseRow,
  wholeRows: boolean,
): PendingChanges {
  const urgent = new Map<number, TrackedLease>();
  const renewed = new Map<number, TrackedLease>();
  const unsure = new Map<number, TrackedLease>();
  const slow = new Map<number, TrackedLease>();
  const gone = new Set<number>();
  const signatures = new Map<number, string>();
  const pairSentAt = new Map<number, number>();

  function takeRows(now: number): LeaseRow[] {
    const rows: LeaseRow[] = [];
    let looked = 0;
    let characters = 0;
    for (const waiting of [urgent, unsure]) {
      for (const [key, lease] of waiting) {
        if (++looked > ROWS_PER_PATCH || characters > CHARACTERS_PER_PATCH) return rows;
        for (const map of [urgent, unsure, slow]) map.delete(key);
        const built = row(lease, now);
        const signature = rowSignature(built);
        if (signatures.get(key) === signature && !(wholeRows && waiting === urgent)) continue;
        signatures.set(key, signature);
        rows.push(built);
        characters += signature.length;
      }
    }
    return rows;
  }

  function takeRenewals(now: number): [number, number][] {
    const pairs: [number, number][] = [];
    for (const [key, lease] of renewed) {
      if (now - (pairSentAt.get(key) ?? 0) < PAIR_INTERVAL_MS) continue;
      renewed.delete(key);
      if (lease.lastRenewalAt === null) continue;
      pairSentAt.set(key, now);
      pairs.push([key, Math.round(lease.lastRenewalAt)]);
      if (lease.ageCertain) continue;
      // A renewal of which only the stamp is known: the row says so when there is room.
      const signature = signatures.get(key);
      if (signature !== undefined) signatures.set(key, signatureAfterPair(signature));
      slow.set(key, lease);
    }
    return pairs;
  }

  function takeSlow(now: number, slowBytes: number, rows: LeaseRow[]): void {
    let left = slowBytes;
    let looked = 0;
    for (const [key, lease] of slow) {
      if (left <= 0 || ++looked > SLOW_LOOKS_PER_PATCH) break;
      slow.delete(key);
      const built = row(lease, now);
      const signature = rowSignature(built);
      if (signatures.get(key) === signature) continue;
      signatures.set(key, signature);
      rows.push(built);
      left -= JSON.stringify(built).length;
    }
  }

  return {
    rowChanged(lease) {
      urgent.set(lease.key, lease);
      gone.delete(lease.key);
    },
    renewed(lease) {
      if (wholeRows) urgent.set(lease.key, lease);
      else slow.set(lease.key, lease);
      renewed.set(lease.key, lease);
    },
    removed(key) {
      for (const map of [urgent, unsure, renewed, slow, signatures, pairSentAt]) map.delete(key);
      gone.add(key);
    },
    known(built, lease, byAll) {
      const { key } = built;
      if (gone.has(key)) return;
      const signature = rowSignature(built);
      const before = signatures.get(key);
      if (before === undefined && byAll) signatures.set(key, signature);
      else if (before !== signature) {
        // What happened to it is waiting as urgent; what else differs is measured, and goes when there is room.
        signatures.set(key, VARIOUS);
        slow.set(key, lease);
      }
    },
    recheck(lease) {
      unsure.set(lease.key, lease);
    },
    take(now, slowBytes) {
      const rows = takeRows(now);
      takeSlow(now, slowBytes, rows);
      // A row tells of its renewal, too.
      for (const { key } of rows) renewed.delete(key);
      const renewals = takeRenewals(now);
      const removed = [...gone];
      gone.clear();
      return { rows, removed, renewals };
    },
    isKnown: (key) => signatures.has(key) || urgent.has(key),
  };
}
