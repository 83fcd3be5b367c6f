/** Asks the Events of Leases who took over while nobody watched: after an outage of many, some at a time. Epoch ms. */
import type { Handover } from '../lease/handover.ts';
import { type ElectionEvent, withWitness } from '../lease/witness.ts';
import type { Log } from './log.ts';

/** Asked for at once: the API server has just been away. */
const AT_ONCE = 20;
/** More wait in no cluster that Tenure is made for; what is beyond stays as it is. */
const MOST_WAITING = 2_000;
/** Events are kept for an hour (the API server's `--event-ttl`). */
const EVENTS_KEPT_MS = 3_600_000;

type Waiting = { handover: Handover; since: number };

export function createWitnesses({
  witness,
  told,
  now,
  log,
}: {
  /** Events about a Lease, where they may be read. */
  witness: (namespace: string, name: string) => Promise<ElectionEvent[]>;
  /** The handover, now that more is known of it. */
  told: (handover: Handover) => void;
  now: () => number;
  log: Log;
}) {
  /** By id, oldest first. */
  const waiting = new Map<string, Waiting>();
  let asking = 0;

  function next(): void {
    for (const [id, { handover, since }] of waiting) {
      if (asking >= AT_ONCE) return;
      waiting.delete(id);
      if (now() - since <= EVENTS_KEPT_MS) void ask(handover);
    }
  }

  async function ask(handover: Handover): Promise<void> {
    asking += 1;
    try {
      const more = withWitness(handover, await witness(handover.namespace, handover.name));
      if (more !== handover) told(more);
    } catch (error) {
      log.warn({ err: error }, 'Events could not be read');
    }
    asking -= 1;
    next();
  }

  return {
    /** Of one that was not seen and of which no Event has told yet. */
    ask(handover: Handover): void {
      if (handover.cause !== 'unseen' || handover.evidence.eventHolders !== undefined) return;
      if (waiting.size >= MOST_WAITING && !waiting.has(handover.id)) return;
      waiting.set(handover.id, { handover, since: now() });
      next();
    },
    stop: () => waiting.clear(),
  };
}
