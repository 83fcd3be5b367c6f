/** The handovers of this process's life, the last 10,000 of them, in memory. */
import type { Handover } from '../lease/handover.ts';

export const HANDOVERS_KEPT = 10_000;

export type HandoverLog = {
  /** Records it, or completes the one of the same id (a release that has now been taken over). */
  add(handover: Handover): void;
  all(): Iterable<Handover>;
  /** Of what happened up to then some is forgotten, epoch ms; null while nothing is. */
  forgottenUntil(): number | null;
};

export function createHandoverLog(kept = HANDOVERS_KEPT): HandoverLog {
  const byId = new Map<string, Handover>();
  let forgottenUntil: number | null = null;

  return {
    add(handover) {
      // A Map keeps its order of insertion: what is completed becomes the newest.
      byId.delete(handover.id);
      byId.set(handover.id, handover);
      const oldest = byId.size > kept ? byId.values().next().value : undefined;
      if (oldest === undefined) return;
      byId.delete(oldest.id);
      forgottenUntil = Math.max(forgottenUntil ?? 0, oldest.at);
    },
    all: () => byId.values(),
    forgottenUntil: () => forgottenUntil,
  };
}
