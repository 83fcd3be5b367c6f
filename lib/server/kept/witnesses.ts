/** Asks the Events of Leases who took over while nobody watched: after an outage of many, some at a time. Epoch ms. */
import type { FailureType } from '../../kube/failure.ts';
import type { Tell } from '../../kube/holder-lookup.ts';
import type { Handover } from '../../lease/handover.ts';
import { type ElectionEvent, withWitness } from '../../lease/witness.ts';
import type { Log } from '../log.ts';
import type { Timers } from '../timers.ts';

/** Asked for at once: the API server has just been away. */
const AT_ONCE = 20;
/** An API server that fails is left alone for so long. */
const AGAIN_MS = 30_000;
/** Twice the elections of a cluster that Tenure is made for, all of which may be unseen; what is beyond stays as it is. */
const MOST_WAITING = 10_000;
/** Events are kept for an hour (the API server's `--event-ttl`). */
const EVENTS_KEPT_MS = 3_600_000;

export type Witness = {
  /** About a Lease. Never rejects: of what failed `tell` is given the reason, and there are none. */
  events(namespace: string, name: string, tell: Tell): Promise<ElectionEvent[]>;
};

type Failed = { why: string; type: FailureType | undefined };
type Waiting = { handover: Handover; since: number };

export function createWitnesses({
  witness,
  told,
  now,
  timers,
  log,
}: {
  witness: Witness;
  /** The handover, now that more is known of it. */
  told: (handover: Handover) => void;
  now: () => number;
  timers: Pick<Timers, 'after'>;
  log: Log;
}) {
  /** By id, oldest first; those that are being asked about are among them. */
  const waiting = new Map<string, Waiting>();
  const asking = new Set<Waiting>();
  let isResting = false;
  let stopResting = (): void => undefined;

  function next(): void {
    for (const [id, one] of waiting) {
      if (isResting) return;
      if (asking.has(one)) continue;
      if (now() - one.since > EVENTS_KEPT_MS) waiting.delete(id);
      else if (asking.size >= AT_ONCE) return;
      else void ask(one);
    }
  }

  function rest(): void {
    isResting = true;
    stopResting = timers.after(AGAIN_MS, () => {
      isResting = false;
      next();
    });
  }

  async function ask(one: Waiting): Promise<void> {
    const { id, namespace, name } = one.handover;
    const failures: Failed[] = [];
    asking.add(one);
    try {
      const events = await witness.events(namespace, name, (why, type) => failures.push({ why, type }));
      // Else it was told anew meanwhile, and is asked about anew; or nobody waits for it.
      if (waiting.get(id) === one) answered(one, events, failures[0]);
    } catch (error) {
      if (waiting.get(id) === one) waiting.delete(id);
      log.warn({ err: error }, 'what Events say could not be told');
    }
    asking.delete(one);
    next();
  }

  function answered(one: Waiting, events: readonly ElectionEvent[], failure: Failed | undefined): void {
    const { handover } = one;
    waiting.delete(handover.id);
    if (failure === undefined) {
      const more = withWitness(handover, events);
      if (more !== handover) told(more);
      return;
    }
    if (failure.type === 'forbidden') {
      forget(handover.namespace);
      return;
    }
    // Behind all others.
    waiting.set(handover.id, one);
    if (isResting) return;
    log.warn({ why: failure.why }, 'Events could not be read; they are asked for again');
    rest();
  }

  /** Who may not list Events there is told so of each Lease. */
  function forget(namespace: string): void {
    for (const [id, { handover }] of waiting) if (handover.namespace === namespace) waiting.delete(id);
  }

  return {
    /** Of one that was not seen and of which no Event has told yet. What was told of it before is not told any more. */
    ask(handover: Handover): void {
      const { id, cause, evidence } = handover;
      if (cause !== 'unseen' || evidence.eventHolders !== undefined) waiting.delete(id);
      else if (waiting.has(id) || waiting.size < MOST_WAITING) waiting.set(id, { handover, since: now() });
      next();
    },
    stop(): void {
      isResting = true;
      stopResting();
      waiting.clear();
    },
  };
}
