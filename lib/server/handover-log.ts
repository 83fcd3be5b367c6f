/** The handovers of this process's life, the last 10,000 of them, in memory. */
import type { Handover } from '../lease/handover.ts';
import { type Sight, sees } from './sight.ts';

export const HANDOVERS_KEPT = 10_000;

export type HandoverLog = {
  /** Records it, or completes the one of the same id (a release that has now been taken over). */
  add(handover: Handover): void;
  all(): Iterable<Handover>;
  /** Of what is seen and happened up to then some is forgotten, epoch ms; null while nothing is. */
  forgottenUntil(sight: Sight): number | null;
};

export function createHandoverLog(kept = HANDOVERS_KEPT): HandoverLog {
  const byId = new Map<string, Handover>();
  /** By namespace. */
  const forgottenUntil = new Map<string, number>();

  return {
    add(handover) {
      // A Map keeps its order of insertion: what is completed becomes the newest.
      byId.delete(handover.id);
      byId.set(handover.id, handover);
      const oldest = byId.size > kept ? byId.values().next().value : undefined;
      if (oldest === undefined) return;
      const { id, namespace, at } = oldest;
      byId.delete(id);
      forgottenUntil.set(namespace, Math.max(forgottenUntil.get(namespace) ?? 0, at));
    },
    all: () => byId.values(),
    forgottenUntil(sight) {
      const seen = [...forgottenUntil].filter(([namespace]) => sees(sight, namespace)).map(([, at]) => at);
      return seen.length === 0 ? null : Math.max(...seen);
    },
  };
}
