/**
 * How many Pods could hold each Lease: those of the owner of its holder's Pod, asked for every few minutes, an owner a
 * round at most. Judging never waits, and of what was never answered nothing is known.
 */
import type { Standbys } from '../../detect/no-standby.ts';
import type { OwnedPods, PodOwner } from '../../kube/owner-lookup.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { PodFacts } from '../../view/lease-detail.ts';

/** Below the time from one round of judging to the next: as long, it would be every second round. */
const ASK_EVERY_MS = 800;
const AGAIN_MS = 180_000;
/** What stays unanswered for so long is not known any more. */
const GOOD_FOR_MS = 600_000;
/** Of many owners each is asked about less often: an answer is good for two turns, at a second for each of the others. */
const GOOD_FOR_TURNS_MS = 2 * 1000;
/** The Pod of a holder is looked up so often: there may be thousands, about once a second. */
const OWNER_FOR_MS = 30_000;
const SPREAD = 32;
const MOST_OWNERS = 2000;
/** A static Pod belongs to its Node, and a Job's Pods do not wait for each other. */
const KINDS = ['ReplicaSet', 'StatefulSet', 'DaemonSet'];

export type AlertStandbys = {
  of(lease: TrackedLease): Standbys | null;
};

type Answer = OwnedPods & { fewSince: number | null; at: number };
type Asked = { owner: PodOwner; answer: Answer | null; askedAt: number; wantedAt: number };

export function createAlertStandbys(options: {
  holderPod: (lease: TrackedLease) => PodFacts | null;
  /** Null without a cluster. */
  ownedPods: () => ((owner: PodOwner) => Promise<OwnedPods | null>) | null;
  now: () => number;
}): AlertStandbys {
  const { holderPod, ownedPods, now } = options;
  /** In the order of asking. */
  const owners = new Map<string, Asked>();
  const ofLease = new WeakMap<TrackedLease, { holder: string | null; key: string | null; at: number }>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;

  function keyOf(lease: TrackedLease, at: number): string | null {
    const before = ofLease.get(lease);
    if (before !== undefined && isSameOrNobody(lease, before) && at - before.at < ownerForMs(lease))
      return before.key;
    const pod = holderPod(lease);
    // Its Pod is gone, or nobody holds it now: those who could are still the same.
    if (pod === null && before !== undefined && before.key !== null && isSameOrNobody(lease, before)) {
      before.at = at;
      return before.key;
    }
    const owner = pod?.owner ?? null;
    const key =
      pod === null || owner === null || !KINDS.includes(owner.kind)
        ? null
        : JSON.stringify([pod.namespace, owner.kind, owner.name]);
    if (pod !== null && owner !== null && key !== null && !owners.has(key) && owners.size < MOST_OWNERS) {
      const asked = { namespace: pod.namespace, ...owner };
      owners.set(key, { owner: asked, answer: null, askedAt: Number.NEGATIVE_INFINITY, wantedAt: at });
    }
    ofLease.set(lease, { holder: lease.holder, key, at });
    return key;
  }

  function isGood({ fewSince, at: answeredAt }: Answer, at: number): boolean {
    // A single answer may have fallen into a rollout: as long as fewer than two are told for, it needs another one.
    const isSingle = fewSince === answeredAt;
    return at - answeredAt <= (isSingle ? GOOD_FOR_MS : goodForMs());
  }
  const goodForMs = (): number => Math.max(GOOD_FOR_MS, GOOD_FOR_TURNS_MS * owners.size);

  /** Who was asked about longest ago. */
  function next(at: number): [string, Asked] | null {
    for (const [key, asked] of owners) {
      if (at - asked.wantedAt > GOOD_FOR_MS) owners.delete(key);
      else if (at - asked.askedAt >= AGAIN_MS) return [key, asked];
    }
    return null;
  }

  function ask(at: number): void {
    const look = ownedPods();
    if (asking || look === null || at - askedAt < ASK_EVERY_MS) return;
    askedAt = at;
    const found = next(at);
    if (found === null) return;
    const [key, asked] = found;
    asking = true;
    asked.askedAt = at;
    owners.delete(key);
    owners.set(key, asked);
    look(asked.owner)
      .then((pods) => {
        if (pods !== null) asked.answer = answerOf(pods, asked.answer, now(), goodForMs());
      })
      // Not known is no answer.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  }

  return {
    of(lease) {
      if (!lease.elects || lease.class === 'virtual-ip') return null;
      const at = now();
      const key = keyOf(lease, at);
      ask(at);
      const asked = key === null ? undefined : owners.get(key);
      if (asked === undefined) return null;
      asked.wantedAt = at;
      const { owner, answer } = asked;
      if (answer === null || !isGood(answer, at)) return null;
      const { pods, ready, fewSince } = answer;
      return {
        namespace: owner.namespace,
        ownerKind: owner.kind,
        ownerName: owner.name,
        pods,
        ready,
        fewSince,
      };
    },
  };
}

/** Fewer than two for as long as each answer said so; after a long time without one it begins anew. */
function answerOf({ pods, ready }: OwnedPods, before: Answer | null, at: number, goodForMs: number): Answer {
  const goesOn = before !== null && before.fewSince !== null && at - before.at <= goodForMs;
  return { pods, ready, fewSince: ready >= 2 ? null : goesOn ? before.fewSince : at, at };
}

function isSameOrNobody({ holder }: TrackedLease, before: { holder: string | null }): boolean {
  return holder === null || holder === before.holder;
}

/** Not all in one round. */
function ownerForMs({ key }: TrackedLease): number {
  return OWNER_FOR_MS * (1 + (key % SPREAD) / SPREAD);
}
