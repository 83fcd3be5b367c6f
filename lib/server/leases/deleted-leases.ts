/** Leases that were deleted while they were held and were not made again, for as long as that is told. */
import type { DeletedLease } from '../../detect/deleted.ts';
import { classify } from '../../lease/classify.ts';
import type { Handover } from '../../lease/handover.ts';
import { type LeaseClass, leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { AlertPods } from '../alerts/alert-pods.ts';

const FORGET_MS = 3_600_000;
const MOST_KEPT = 1000;

export type DeletedLeases = {
  /** Any handover; `lease` as it was then, null of what only an earlier run saw: those newest first. */
  add(handover: Handover, lease: TrackedLease | null): void;
  /** Those that do not exist at `now`, epoch ms. */
  all(now: number): Iterable<DeletedLease>;
};

export function createDeletedLeases(options: {
  exists: (namespace: string, name: string) => boolean;
  /** Whether the Pod that held it runs, and where; null where that is not known. */
  runs: AlertPods['runs'];
  /** The service account by which it was held; null where that is not known. */
  accountOf: (lease: { namespace: string; name: string }) => string | null;
}): DeletedLeases {
  const deleted = new Map<string, Omit<DeletedLease, 'holderRuns' | 'podNamespace' | 'account'>>();

  return {
    add(handover, lease) {
      const key = leaseKey(handover);
      const before = deleted.get(key);
      // What is read again may be what this run saw itself, and older than what happened since.
      const isSame = lease === null && before?.handover.id === handover.id && handover.to === null;
      if (isSame) return;
      if (before !== undefined && before.handover.at > handover.at) {
        if (isTaking(handover, before.handover)) before.heldForMs ??= before.handover.at - handover.at;
        return;
      }
      deleted.delete(key);
      if (handover.to !== null || handover.cause !== 'deleted' || handover.from === null) return;
      const since = lease?.heldSince ?? lease?.knownSince ?? null;
      deleted.set(key, {
        handover,
        class: lease?.class ?? classOf(handover),
        heldForMs: since === null ? null : Math.max(0, handover.at - since),
      });
      const oldest = deleted.size > MOST_KEPT ? deleted.keys().next().value : undefined;
      if (oldest !== undefined) deleted.delete(oldest);
    },
    *all(now) {
      for (const [key, one] of deleted) {
        const { namespace, name, from, at } = one.handover;
        if (now - at > FORGET_MS || options.exists(namespace, name)) {
          deleted.delete(key);
          continue;
        }
        const holder = { identity: from ?? '', namespace, class: one.class };
        const pod = options.runs(holder);
        yield {
          ...one,
          holderRuns: pod?.runs ?? null,
          podNamespace: pod?.podNamespace ?? null,
          account: options.accountOf({ namespace, name }),
        };
      }
    },
  };
}

/** The earlier one is how the other's holder came to hold it. A Lease that was made again took over from its former self. */
function isTaking(earlier: Handover, { leaseUid, from }: Handover): boolean {
  return earlier.to === from && (earlier.evidence.uidAfter ?? earlier.leaseUid) === leaseUid;
}

/** By its name alone: it was an election, or its deletion would be no handover. */
function classOf({ namespace, name, from }: Handover): LeaseClass {
  return classify({
    ...{ namespace, name, holder: from ?? '' },
    ...{ hasAcquireTime: true, hasRenewTime: true, hasTransitions: true, hasStrategy: false },
    ...{ ownedByNode: false, labels: null },
  });
}
