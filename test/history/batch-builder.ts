/** Parts of batches as the server tells them, and one replica that writes them. */
import { CLOCKS_APART_MS } from '../../lib/history/clocks-apart.ts';
import { resolveCluster } from '../../lib/history/cluster-identity.ts';
import type { Batch, HandoverFilter } from '../../lib/history/history.ts';
import type { OpenDatabase } from '../../lib/history/open-database.ts';
import { readHandovers } from '../../lib/history/read-handovers.ts';
import type { LostStretch } from '../../lib/history/store-calls.ts';
import { emptyBatch } from '../../lib/history/waiting-events.ts';
import { writeBatch } from '../../lib/history/write-batch.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import type { KnownLease } from '../../lib/lease/known.ts';

export const START = Date.UTC(2026, 2, 18, 3, 0, 0);
export const EVERYTHING: HandoverFilter = {
  namespaces: [],
  names: [],
  classes: [],
  q: null,
  causes: [],
  holders: [],
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
};

export function handover(over: Partial<Handover> = {}): Handover {
  return {
    id: 'uid-1.100',
    namespace: 'payments',
    name: 'operator',
    leaseUid: 'uid-1',
    at: START,
    from: 'a',
    to: 'b',
    cause: 'expiry',
    certainty: 'likely',
    silentMs: 16_000,
    vacantMs: 1000,
    transitionsDelta: 1,
    coordinated: false,
    evidence: { transitionsBefore: 4, transitionsAfter: 5 },
    ...over,
  };
}

export function known(over: Partial<KnownLease> = {}): KnownLease {
  return {
    namespace: 'payments',
    name: 'operator',
    class: 'controller',
    uid: 'uid-1',
    holder: 'b',
    transitions: 5,
    durationMs: 15_000,
    heldSince: START,
    heldSinceCertain: true,
    vacantSince: null,
    openHandover: null,
    firstSeenAt: START - 60_000,
    seenAt: START,
    goneAt: null,
    ...over,
  };
}

export type Replica = {
  clusterId: number;
  write(part: Partial<Batch>, lost?: LostStretch[]): Promise<boolean>;
  handovers(): Promise<Handover[]>;
};

export async function replica(
  database: OpenDatabase,
  instance = 'one',
  aliases: readonly string[] = ['uid:cluster-1'],
): Promise<Replica> {
  const { id: clusterId } = await resolveCluster(database.write, aliases, {
    name: null,
    now: START,
    known: null,
  });
  return {
    clusterId,
    write: (part, lost = []) =>
      writeBatch(
        database.write,
        { clusterId, instance, clocksApartMs: CLOCKS_APART_MS },
        { ...emptyBatch(), ...part },
        lost,
      ),
    handovers: () => readHandovers(database.read, clusterId, EVERYTHING, { limit: 100_000, after: null }),
  };
}
