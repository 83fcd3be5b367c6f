import { describe, expect, it } from 'vitest';
import type { Stretch } from '../../../lib/lease/stretches.ts';
import type { TrackedLease } from '../../../lib/lease/tracked.ts';
import { leaseSilences } from '../../../lib/server/kept/timeline.ts';
import { tracked } from '../leases/lease-builders.ts';

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const NODE = { namespace: 'kube-node-lease', name: 'node-1' };
const before = { from: NOW - 9 * HOUR_MS, to: NOW - 8 * HOUR_MS };

function told(found: readonly Stretch[], over: Partial<TrackedLease>, isLive = true) {
  const lease = Object.assign(tracked({ ...NODE, holder: 'node-1' }), over);
  const runtime = {
    now: () => NOW,
    lease: () => lease,
    isLive: () => isLive,
    watching: () => [],
    silent: () => [],
    history: {
      status: () => ({ state: 'ready', error: null }),
      flush: async () => undefined,
      reads: { silences: async () => [...found] },
    },
  } as unknown as Parameters<typeof leaseSilences>[0];
  return leaseSilences(runtime, NODE, {
    from: { type: 'ago', ms: 24 * HOUR_MS },
    to: { type: 'ago', ms: 0 },
  });
}

describe('the silences of a Lease', () => {
  const since = NOW - 2 * HOUR_MS;

  it('go on up to now where it is watched and expired, whatever was told of that last', async () => {
    const { items } = await told([{ from: since, to: since + 40_000 }, before], {
      state: 'expired',
      lastRenewalAt: since,
    });
    expect(items).toEqual([{ from: since, to: NOW }, before]);
  });

  it('begin where another one saw it begin', async () => {
    const kept = [{ from: since - 900, to: since + 40_000 }];
    const { items } = await told(kept, { state: 'expired', lastRenewalAt: since });
    expect(items).toEqual([{ from: since - 900, to: NOW }]);
  });

  it('are two where one renewal lies between them', async () => {
    const kept = [{ from: since - 600_000, to: since + 400 }];
    const { items } = await told(kept, { state: 'expired', lastRenewalAt: since });
    expect(items).toEqual([{ from: since, to: NOW }, ...kept]);
  });

  it('are not none where what is kept of one that goes on lies before the range', async () => {
    const longAgo = NOW - 90 * HOUR_MS;
    const { items } = await told([], { state: 'expired', lastRenewalAt: longAgo });
    expect(items).toEqual([{ from: longAgo, to: NOW }]);
  });

  it('are what is kept where it is in time, or not watched', async () => {
    expect((await told([before], { state: 'held', lastRenewalAt: NOW - 1_000 })).items).toEqual([before]);
    expect((await told([before], { state: 'expired', lastRenewalAt: since }, false)).items).toEqual([before]);
  });
});
