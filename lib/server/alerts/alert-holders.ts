/**
 * What is asked of the API server about the few holders that are in doubt: nodes without a heartbeat, and who has
 * been silent for long. Asked behind, one at a time, and kept for a while: judging never waits.
 */
import type { HolderLookup } from '../../kube/holder-lookup.ts';
import { generatedNames, identityNames } from '../../kube/identity.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { NodeFacts, PodFacts } from '../../view/lease-detail.ts';
import type { Permission } from '../../view/status.ts';
import { createLine } from '../leases/holder-line.ts';

/** In doubt again after this. */
const FRESH_MS = 30_000;
/** A Pod that is gone seldom comes back, and each look for it may list all others there. */
const POD_GONE_MS = 300_000;
/** What was answered holds while nothing is: an API server that refuses for a while takes back none of it. */
const KEPT_MS = 900_000;
const MOST_KEPT = 5000;
const MOST_WAITING = 200;

export type AlertHolders = {
  /** Whether its holder's Pod or Node exists; null while not known. False only where that was answered. */
  exists(lease: TrackedLease): boolean | null;
  /** Of the nodes that were asked about, those marked unschedulable; null where nodes may not be read. */
  cordoned(): ReadonlySet<string> | null;
};

export type AlertHoldersOptions = {
  /** Null without a cluster. */
  lookup: () => Pick<HolderLookup, 'podOf' | 'nodeOf' | 'podAnywhere' | 'node'> | null;
  /** Whether Pods of all namespaces may be looked for. */
  everywhere: boolean;
  nodes: () => Permission;
  now: () => number;
};

type Told = { exists: boolean | null; cordoned: string | null };
/** `askedAt`: also where that was not answered, and what was told before holds on. */
type Answer = Told & { toldAt: number; askedAt: number };
const UNKNOWN: Told = { exists: null, cordoned: null };

export function createAlertHolders({ lookup, everywhere, nodes, now }: AlertHoldersOptions): AlertHolders {
  const answers = new Map<string, Answer>();
  const asking = new Set<string>();
  const line = createLine(1, MOST_WAITING);

  function keep(key: string, told: Told): void {
    const at = now();
    const before = answers.get(key);
    const holdsOn = told.exists === null && before !== undefined && at - before.toldAt < KEPT_MS;
    answers.delete(key);
    answers.set(key, holdsOn ? { ...before, askedAt: at } : { ...told, toldAt: at, askedAt: at });
    const oldest = answers.size > MOST_KEPT ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
  }

  async function ask(lease: TrackedLease, holder: string): Promise<Told> {
    const asked = lookup();
    if (asked === null) return UNKNOWN;
    let unread = false;
    const tell = (): void => {
      unread = true;
    };
    if (lease.class === 'node-heartbeat') {
      const node = await asked.node(lease.record.name, tell);
      if (node === null) return { exists: unread ? null : false, cordoned: null };
      return { exists: true, cordoned: node.unschedulable ? node.name : null };
    }
    const { namespace } = lease.record;
    const found =
      (await asked.podOf(holder, namespace, lease.class, tell)) ??
      (await asked.nodeOf(holder, lease.class, tell)) ??
      (await asked.podAnywhere(holder, lease.class, tell));
    if (found !== null) return { exists: !hasEnded(found), cordoned: null };
    return { exists: unread || !isAskable(holder, lease) ? null : false, cordoned: null };
  }

  /** Where nothing was asked, nothing was answered. */
  function isAskable(holder: string, lease: TrackedLease): boolean {
    const { hosts, podIp, nodes: names } = identityNames(holder, lease.class);
    if (hosts.length === 0 && podIp === null && names.length === 0) return false;
    return everywhere || generatedNames(holder, lease.class).length === 0;
  }

  function look(lease: TrackedLease, holder: string, key: string): void {
    if (asking.has(key)) return;
    const asked = line.run(key, false, () => ask(lease, holder));
    if (asked === null) return;
    asking.add(key);
    asked
      .then((answer) => keep(key, answer))
      .catch(() => keep(key, UNKNOWN))
      .finally(() => asking.delete(key));
  }

  return {
    exists(lease) {
      if (lease.holder === null) return null;
      const key = JSON.stringify([lease.record.namespace, lease.record.name, lease.holder]);
      const answer = answers.get(key);
      if (answer === undefined || now() - answer.askedAt >= freshMs(lease, answer))
        look(lease, lease.holder, key);
      return answer === undefined || isBelied(lease, answer) ? null : answer.exists;
    },
    cordoned() {
      if (nodes() === 'denied') return null;
      return new Set([...answers.values()].map((answer) => answer.cordoned).filter((name) => name !== null));
    },
  };
}

/** It was not there, and renewed since: that is no answer any more. */
function isBelied({ lastRenewalAt }: TrackedLease, { exists, toldAt }: Answer): boolean {
  return exists === false && lastRenewalAt !== null && lastRenewalAt > toldAt;
}

function freshMs(lease: TrackedLease, answer: Answer): number {
  // One that was not answered is asked again soon, and a Node is one small question.
  const isGone = answer.exists === false && answer.toldAt === answer.askedAt;
  return isGone && lease.class !== 'node-heartbeat' && !isBelied(lease, answer) ? POD_GONE_MS : FRESH_MS;
}

/** A Pod that ran to its end, or was evicted, stays as an object and holds nothing. */
function hasEnded(found: PodFacts | NodeFacts): boolean {
  return 'phase' in found && (found.phase === 'Succeeded' || found.phase === 'Failed');
}
