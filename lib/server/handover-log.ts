/** The handovers of this process's life, the last 10,000 of them, in memory. */
import type { Handover } from '../lease/handover.ts';

export const HANDOVERS_KEPT = 10_000;

export type HandoverLog = {
  /** Records it, or completes the one of the same id (a release that has now been taken over). */
  add(handover: Handover): void;
  all(): Iterable<Handover>;
};

export function createHandoverLog(kept = HANDOVERS_KEPT): HandoverLog {
  const byId = new Map<string, Handover>();

  return {
    add(handover) {
      // A Map keeps its order of insertion: what is completed becomes the newest.
      byId.delete(handover.id);
      byId.set(handover.id, handover);
      const oldest = byId.size > kept ? byId.keys().next().value : undefined;
      if (oldest !== undefined) byId.delete(oldest);
    },
    all: () => byId.values(),
  };
}
