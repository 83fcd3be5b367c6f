/** A kubelet's renewals for five minutes, as Tenure watches them, and what it then says of the kubelet's clock. */
import type { OffsetBounds } from '../../lib/lease/offset.ts';
import { offsetBounds } from '../../lib/lease/offset.ts';
import type { Random } from '../../lib/simulator/random.ts';
import { feed, lease, T0, watchedBook } from './builders.ts';

const FIVE_MINUTES_MS = 300_000;
/** The least latency that is allowed for (field guide §8). */
const LEAST_LATENCY_MS = 50;
/** What Tenure itself asks in ten minutes: its lists and probes, and what it looks up. */
const OWN_REQUESTS = 20;

export type ClockRun = {
  /** How far its clock is ahead of the API server's, ms. */
  offsetMs: number;
  /** From reading its clock to the API server's stamp, ms; also of Tenure's own requests. */
  latencyMs: () => number;
  random: Random;
};

/** A period is 10 to 10.4 s (field guide §4); an event needs up to 5 ms to Tenure, whose clock is an hour off. */
export function watchKubelet({ offsetMs, latencyMs, random }: ClockRun): OffsetBounds | null {
  const world = watchedBook();
  const startsAt = random.between(0, 10_000);
  const aheadMs = 3_600_000;
  const ownMs = Math.max(...Array.from({ length: OWN_REQUESTS }, latencyMs));
  let arrivedAt = 0;
  for (let at = startsAt; at <= startsAt + FIVE_MINUTES_MS; at += random.between(10_000, 10_400)) {
    const stampedAt = at + latencyMs();
    arrivedAt = T0 + aheadMs + stampedAt + random.between(0, 5);
    world.scope.feed(feed({ since: T0 + aheadMs, provenAt: arrivedAt }));
    const record = lease({
      ...{ namespace: 'kube-node-lease', name: 'node-1', holder: 'node-1', durationSeconds: 40 },
      ...{ acquiredAt: null, transitions: null, renewedAt: T0 + at + offsetMs, writtenAt: T0 + stampedAt },
    });
    world.scope.changed(record, arrivedAt, false);
  }
  const { offsets, stampMoves } = world.get('node-1', 'kube-node-lease');
  const allowanceMs = Math.ceil(Math.max(LEAST_LATENCY_MS, ownMs));
  return stampMoves === true ? offsetBounds(offsets, arrivedAt, allowanceMs) : null;
}
