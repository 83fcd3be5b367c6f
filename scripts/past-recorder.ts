/** What a Tenure that ran then would have kept of a stretch of the past: watched, judged and summed up as ever. */
import type { Batch, HolderPlace } from '../lib/history/history.ts';
import { createLeaseBook } from '../lib/lease/book.ts';
import { knownOf } from '../lib/lease/continuity.ts';
import type { Handover } from '../lib/lease/handover.ts';
import { wholeMs } from '../lib/server/api/whole-ms.ts';
import { createRenewalMemory } from '../lib/server/kept/renewal-memory.ts';
import { MINUTE_MS, minutesOf } from '../lib/server/kept/renewal-minutes.ts';
import type { PlayedStretch } from '../lib/simulator/past.ts';
import type { PastLease } from '../lib/simulator/past-plan.ts';
import { watchedSpans, watchPast } from '../lib/simulator/past-watch.ts';

/** Plays the stretch minute by minute. What was watched comes last: it vouches for all before. */
export function* recordStretch(
  stretch: PlayedStretch,
  leases: readonly PastLease[],
): Generator<Partial<Batch>> {
  const memory = createRenewalMemory();
  const handovers: Handover[] = [];
  const book = createLeaseBook(
    {
      rowChanged: () => undefined,
      removed: () => undefined,
      renewed: memory.renewed,
      handover: (handover) => void handovers.push(wholeMs(handover)),
    },
    { remembers: false, draw: () => 0 },
  );
  watchPast(stretch, book.addScope());
  const source = {
    memory,
    lease: book.get,
    latencyAllowanceMs: (lease: Parameters<typeof book.judging>[0] | undefined) =>
      lease === undefined ? 0 : book.judging(lease).latencyAllowanceMs,
  };
  const { from, to } = stretch.span;
  for (let minute = from; minute < to; minute += MINUTE_MS) {
    stretch.pass(MINUTE_MS);
    for (const part of minutesOf(source, minute)) yield part;
    if (handovers.length > 0) yield { handovers: handovers.splice(0) };
  }
  yield {
    leases: [...book.elections()].map((lease) => wholeMs(knownOf(lease, to, null))),
    places: placesOf(leases, stretch),
    watched: watchedSpans(stretch).map((span) => wholeMs({ scope: null, ...span })),
    summedTo: to,
  };
}

/** Where the holders of the stretch ran, as one would have looked it up while they held it. */
function placesOf(leases: readonly PastLease[], { span }: PlayedStretch): HolderPlace[] {
  return leases.flatMap(({ tenures }) =>
    tenures.flatMap(({ identity, replica, from }, index): HolderPlace[] => {
      const until = tenures[index + 1]?.from ?? span.to;
      if (replica === null || from >= span.to || until <= span.from) return [];
      const { workload, pod, node } = replica;
      const ownerName = workload.kind === 'deployment' ? pod.slice(0, pod.lastIndexOf('-')) : workload.name;
      return [
        {
          identity,
          podNamespace: workload.namespace,
          podName: pod,
          podUid: null,
          node,
          ownerKind: { deployment: 'ReplicaSet', daemonset: 'DaemonSet', static: 'Node' }[workload.kind],
          ownerName: workload.kind === 'static' ? node : ownerName,
          resolvedAt: Math.round(Math.max(from, span.from)),
        },
      ];
    }),
  );
}
