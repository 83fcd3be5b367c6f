import { describe, expect, it } from 'vitest';
import { createSilences } from '../../../lib/server/alerts/silences.ts';
import { tracked } from '../leases/lease-builders.ts';

const LAST = 1_800_000_000_000;
const NODE = { namespace: 'kube-node-lease', name: 'node-1', holder: 'node-1' };

function silentSince(over: Parameters<typeof tracked>[0]) {
  const lease = tracked(over);
  lease.lastRenewalAt = LAST;
  const silences = createSilences();
  lease.state = 'expired';
  expect(silences.changed(lease, LAST + 40_000)).toMatchObject({ from: LAST, to: LAST + 40_000 });
  return { lease, silences };
}

describe('a silence', () => {
  it.each([
    ['of an election, within ten seconds', { name: 'operator', class: 'controller' } as const, 10_000],
    ['of a heartbeat, within a minute', { ...NODE, class: 'node-heartbeat' } as const, 60_000],
  ])('that goes on is told again %s', (_, over, againMs) => {
    const { silences } = silentSince(over);
    const at = LAST + 40_000 + againMs;
    expect(silences.lasting(at - 1)).toEqual([]);
    expect(silences.lasting(at)).toMatchObject([{ name: over.name, from: LAST, to: at }]);
    expect(silences.lasting(at + 1)).toEqual([]);
  });

  it('ends where its Lease is deleted, and is told until then', () => {
    const { lease, silences } = silentSince({ ...NODE, class: 'node-heartbeat' });
    expect(silences.removed(lease, LAST + 600_000)).toMatchObject({ from: LAST, to: LAST + 600_000 });
    expect(silences.removed(lease, LAST + 700_000)).toBeNull();
    expect(silences.lasting(LAST + 800_000)).toEqual([]);
  });

  it('is none of a Lease that was in time when it was deleted', () =>
    expect(createSilences().removed(tracked(NODE), LAST)).toBeNull());
});
