/** The handovers of this process's life, the last 10,000 of them, in memory. */
import type { Handover } from '../../lease/handover.ts';
import { type Sight, sees } from '../sight.ts';

export const HANDOVERS_KEPT = 10_000;
/** Told apart in what is forgotten; they come and go. */
const NAMESPACES_KEPT = 10_000;

export type HandoverLog = {
  /** Records it, or completes the one of the same id (a release that has now been taken over). */
  add(handover: Handover): void;
  all(): Iterable<Handover>;
  /** Of what is seen and happened up to then some may be forgotten, epoch ms; null while nothing is. */
  forgottenUntil(sight: Sight): number | null;
};

export function createHandoverLog(kept = HANDOVERS_KEPT, namespacesKept = NAMESPACES_KEPT): HandoverLog {
  const byId = new Map<string, Handover>();
  /** By namespace; that of which something was forgotten last comes last. */
  const forgottenUntil = new Map<string, number>();
  /** Of the namespaces that are not told apart any more. */
  let forgottenOfAny: number | null = null;

  function forget({ id, namespace, at }: Handover): void {
    byId.delete(id);
    const until = Math.max(forgottenUntil.get(namespace) ?? 0, at);
    forgottenUntil.delete(namespace);
    forgottenUntil.set(namespace, until);
    const [first] = forgottenUntil.size > namespacesKept ? forgottenUntil : [];
    if (first === undefined) return;
    forgottenUntil.delete(first[0]);
    forgottenOfAny = Math.max(forgottenOfAny ?? 0, first[1]);
  }

  return {
    add(handover) {
      // A Map keeps its order of insertion: what is completed becomes the newest.
      byId.delete(handover.id);
      byId.set(handover.id, handover);
      const oldest = byId.size > kept ? byId.values().next().value : undefined;
      if (oldest !== undefined) forget(oldest);
    },
    all: () => byId.values(),
    forgottenUntil(sight) {
      let last = forgottenOfAny;
      for (const [namespace, at] of forgottenUntil) if (sees(sight, namespace) && at > (last ?? 0)) last = at;
      return last;
    },
  };
}
