/** What Events say of a handover that nobody watched: client-go's electors write them (field guide §9, "Events"). */
import type { Handover } from './handover.ts';

/** Of reason LeaderElection; `at` epoch ms. */
export type ElectionEvent = { at: number | null; message: string };

const BECAME = /^(\S+) became leader$/;
/** Events carry whole seconds, and the recorder's clock is not ours. */
const GRAIN_MS = 1000;

/**
 * The handover with who led and when filled in, marked by `eventAt` and `eventHolders` in its evidence; the same
 * object when no Event of its unwatched stretch says anything.
 */
export function withWitness(handover: Handover, events: readonly ElectionEvent[]): Handover {
  const { unwatchedFrom: from, unwatchedTo: to } = handover.evidence;
  if (handover.cause !== 'unseen' || typeof from !== 'number' || typeof to !== 'number') return handover;
  const leaders = events
    .flatMap(({ at, message }) => {
      const holder = BECAME.exec(message)?.[1];
      if (holder === undefined || at === null || at < from - GRAIN_MS || at > to + GRAIN_MS) return [];
      return [{ at, holder }];
    })
    .sort((a, b) => a.at - b.at);
  if (leaders.length === 0) return handover;
  // A takeover after the stretch was watched: whoever led in it had let go again.
  const taken = handover.at > to ? undefined : leaders.findLast(({ holder }) => holder === handover.to);
  return {
    ...handover,
    at: taken === undefined ? handover.at : Math.min(Math.max(taken.at, from), to),
    evidence: {
      ...handover.evidence,
      eventAt: taken?.at ?? null,
      eventHolders: leaders.map(({ holder }) => holder).join(', '),
    },
  };
}
