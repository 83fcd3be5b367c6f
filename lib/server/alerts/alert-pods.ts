/**
 * What is known of the Pods behind a Lease, for who judges it about once a second: its holder's where that is in doubt,
 * its former holder's after it was replaced, and those who could take over. Asked behind and kept: judging never waits.
 */
import type { FormerHolder } from '../../detect/former-holder.ts';
import type { GoneHolder } from '../../detect/holder-gone.ts';
import type { Handover } from '../../lease/handover.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { PodFacts } from '../../view/lease-detail.ts';
import { formerRunning, unawareLoser } from '../leases/holder-facts.ts';
import type { Holder, HolderPlaces } from '../leases/holder-places.ts';

/** A Lease that expired is taken over in seconds, or it is trouble: then it is looked at again so soon. */
const DOUBTFUL_MS = 10_000;
const FORMER_MS = 60_000;
/** Where a holder runs does not change; whether it is still there is asked when that is in doubt. */
const HELD_MS = 600_000;
/** So many questions a second: in a stall thousands of holders are in doubt, and the API server is slow. */
const QUESTIONS_PER_S = 5;
const MOST_ACCOUNTS = 5000;

export type AlertPods = {
  /** Its holder's Pod was found before and is not there any more; null while it is, and where it is not known. */
  goneHolder(lease: TrackedLease): GoneHolder | null;
  /** Who lost it by its last handover and may not know it; null where there is no such one. */
  formerHolder(lease: TrackedLease, last: Handover | undefined): FormerHolder | null;
  /** The Pod that holds it, as it was read last; nothing is asked. */
  holderPod(lease: TrackedLease): PodFacts | null;
  /** Whether the Pod in which this identity was found runs, and where it does or did; null where it is not known. */
  runs(holder: Holder): { runs: boolean; podNamespace: string | null } | null;
  /** The service account by which it is, or was last, held: `system:serviceaccount:…`; null where it is not known. */
  accountOf(record: { namespace: string; name: string }): string | null;
};

export function createAlertPods(options: {
  places: () => Pick<HolderPlaces, 'seen' | 'refresh'>;
  now: () => number;
}): AlertPods {
  const { places, now } = options;
  const accounts = new Map<string, string>();
  let left = QUESTIONS_PER_S;
  let second = 0;

  /** As it was read last; read again where that is older than `freshMs`, as far as questions are left. */
  function glance(holder: Holder, freshMs: number): ReturnType<HolderPlaces['seen']> {
    const known = places().seen(holder);
    const at = now();
    if (known !== null && at - known.readAt < freshMs) return known;
    const thisSecond = Math.floor(at / 1000);
    if (thisSecond !== second) {
      second = thisSecond;
      left = QUESTIONS_PER_S;
    }
    if (left > 0) {
      left -= 1;
      places().refresh(holder, freshMs);
    }
    return known;
  }
  const holderOf = (identity: string, { record, class: leaseClass }: TrackedLease): Holder => ({
    identity,
    namespace: record.namespace,
    class: leaseClass,
  });

  function remember({ namespace, name }: { namespace: string; name: string }, pod: PodFacts): void {
    if (pod.serviceAccount === null) return;
    const key = `${namespace}/${name}`;
    const account = `system:serviceaccount:${pod.namespace}:${pod.serviceAccount}`;
    if (accounts.get(key) === account) return;
    accounts.delete(key);
    accounts.set(key, account);
    const oldest = accounts.size > MOST_ACCOUNTS ? accounts.keys().next().value : undefined;
    if (oldest !== undefined) accounts.delete(oldest);
  }

  return {
    goneHolder(lease) {
      const { holder, lastRenewalAt } = lease;
      if (holder === null || lease.state !== 'expired' || lease.class === 'virtual-ip') return null;
      const known = glance(holderOf(holder, lease), DOUBTFUL_MS);
      if (known?.reading.type !== 'gone' || known.readAt < (lastRenewalAt ?? known.readAt)) return null;
      const { podNamespace, podName, podUid, node, resolvedAt } = known.reading.place;
      if (podNamespace === null || podName === null) return null;
      return {
        identity: holder,
        namespace: podNamespace,
        pod: podName,
        uid: podUid,
        node,
        seenAt: resolvedAt,
      };
    },
    formerHolder(lease, last) {
      const loser = unawareLoser(last ?? null, lease);
      if (loser === null || lease.holder === null) return null;
      const before = glance(holderOf(loser.identity, lease), FORMER_MS);
      if (before?.reading.type !== 'found') return null;
      const present = glance(holderOf(lease.holder, lease), HELD_MS);
      // In whose Pod it runs decides what it means: it is waited for.
      if (present === null) return null;
      const pod = present.reading.type === 'found' ? present.reading.pod : null;
      const running = formerRunning(loser.identity, loser.handover, before.reading.pod, pod);
      if (running === null) return null;
      const { identity, namespace, pod: name, containersSince } = running;
      return { identity, namespace, pod: name, isRunning: true, startedAt: containersSince };
    },
    holderPod(lease) {
      if (lease.holder === null || !lease.elects || lease.class === 'virtual-ip') return null;
      const known = places().seen(holderOf(lease.holder, lease));
      const pod = known?.reading.type === 'found' ? known.reading.pod : null;
      if (pod !== null) remember(lease.record, pod);
      return pod;
    },
    runs(holder) {
      const reading = glance(holder, FORMER_MS)?.reading;
      if (reading?.type === 'gone') return { runs: false, podNamespace: reading.place.podNamespace };
      if (reading?.type !== 'found' || reading.pod === null) return null;
      return { runs: reading.pod.phase === 'Running', podNamespace: reading.pod.namespace };
    },
    accountOf: ({ namespace, name }) => accounts.get(`${namespace}/${name}`) ?? null,
  };
}
