import { describe, expect, it } from 'vitest';
import { createSilences } from '../../../lib/server/alerts/silences.ts';
import { tracked } from '../leases/lease-builders.ts';

const LAST = 1_800_000_000_000;
const NODE = { namespace: 'kube-node-lease', name: 'node-1', holder: 'node-1' };

function silentSince(over: Parameters<typeof tracked>[0]) {
  const lease = tracked(over);
  lease.lastRenewalAt = LAST;
  lease.expiresAfterMs = 40_000;
  const silences = createSilences();
  lease.state = 'expired';
  // Found three seconds later.
  expect(silences.changed(lease, LAST + 43_000, () => LAST - 1)).toMatchObject({
    from: LAST,
    to: LAST + 40_000,
  });
  return { lease, silences };
}

describe('a silence', () => {
  it('of an election that goes on is told again within ten seconds, as far as it is watched', () => {
    const { silences } = silentSince({ name: 'operator', class: 'controller' });
    const at = LAST + 53_000;
    expect(silences.lasting(at - 1, () => at)).toEqual([]);
    expect(silences.lasting(at, () => null)).toEqual([]);
    expect(silences.lasting(at, () => at - 3_000)).toMatchObject([{ from: LAST, to: at - 3_000 }]);
    expect(silences.lasting(at + 1, () => at)).toEqual([]);
  });

  it('of a heartbeat is told again within a minute: they may be thousands', () => {
    const { silences } = silentSince({ ...NODE, class: 'node-heartbeat' });
    const at = LAST + 103_000;
    expect(silences.lasting(at - 1, () => at)).toEqual([]);
    expect(silences.lasting(at, () => at - 3_000)).toMatchObject([{ from: LAST, to: at - 3_000 }]);
    expect(silences.lasting(at + 1_000, () => at + 1_000, true)).toMatchObject([
      { from: LAST, to: at + 1_000 },
    ]);
  });

  it('ends with the renewal that ends it, though it is judged later', () => {
    const { lease, silences } = silentSince({ ...NODE, class: 'node-heartbeat' });
    const renew = (at: number) => {
      lease.lastRenewalAt = at;
      return silences.renewed(lease, (_, seen) => seen);
    };
    expect(renew(LAST + 60_000)).toMatchObject({ from: LAST, to: LAST + 60_000 });
    expect(renew(LAST + 70_000)).toBeNull();
    lease.state = 'held';
    expect(silences.lasting(LAST + 80_000, () => LAST + 80_000)).toEqual([]);
    expect(silences.changed(lease, LAST + 80_000, () => LAST)).toBeNull();
  });

  it('of who held it before is not told on where somebody took it while nobody watched', () => {
    const taken = () => {
      const { lease, silences } = silentSince({ name: 'operator', class: 'controller', holder: 'a' });
      lease.holder = 'b';
      lease.lastRenewalAt = LAST + 600_000;
      return { lease, silences };
    };
    const listed = taken();
    expect(listed.silences.changed(listed.lease, LAST + 600_000, () => LAST + 599_000)).toBeNull();
    expect(listed.silences.lasting(LAST + 601_500, () => LAST + 601_500)).toEqual([]);
    const renewed = taken();
    expect(renewed.silences.renewed(renewed.lease, (_, at) => at)).toBeNull();
    expect(renewed.silences.lasting(LAST + 601_500, () => LAST + 601_500)).toEqual([]);
    // On a live watch it ends with the takeover, which is seen before it is judged.
    const seen = taken();
    expect(seen.silences.changed(seen.lease, LAST + 50_000, () => LAST - 1)).toMatchObject({
      from: LAST,
      to: LAST + 50_000,
    });
  });

  it('ends where it was watched last, where it was renewed while nobody did', () => {
    const { lease, silences } = silentSince({ ...NODE, class: 'node-heartbeat' });
    lease.lastRenewalAt = LAST + 500_000;
    expect(silences.renewed(lease, () => LAST + 50_000)).toMatchObject({ from: LAST, to: LAST + 50_000 });
  });

  it('is another one where it is silent again before anybody judged', () => {
    const { lease, silences } = silentSince({ ...NODE, class: 'node-heartbeat' });
    lease.lastRenewalAt = LAST + 60_000;
    silences.renewed(lease, (_, at) => at);
    expect(silences.lasting(LAST + 200_000, () => null)).toEqual([]);
    expect(silences.changed(lease, LAST + 200_000, () => null)).toBeNull();
    expect(silences.lasting(LAST + 200_000, () => LAST + 200_000)).toMatchObject([
      { from: LAST + 60_000, to: LAST + 100_000 },
    ]);
    expect(silences.lasting(LAST + 201_000, () => LAST + 201_000)).toEqual([]);
  });

  it('ends where somebody else takes it, unless nobody watched meanwhile', () => {
    const election = { name: 'operator', class: 'controller' } as const;
    const taken = (liveSince: number | null, holder: string | null) => {
      const { lease, silences } = silentSince(election);
      Object.assign(lease, { state: holder === null ? 'vacant' : 'held', holder });
      return silences.changed(lease, LAST + 47_000, () => liveSince);
    };
    expect(taken(LAST - 1, 'another')).toMatchObject({ from: LAST, to: LAST + 47_000 });
    expect(taken(LAST - 1, null)).toMatchObject({ from: LAST, to: LAST + 47_000 });
    expect(taken(LAST + 45_000, 'another')).toBeNull();
    expect(taken(null, 'another')).toBeNull();
  });

  it('ends where its Lease is deleted, and is told as far as it was watched', () => {
    const node = { ...NODE, class: 'node-heartbeat' } as const;
    const { lease, silences } = silentSince(node);
    expect(silences.removed(lease, LAST + 600_000)).toMatchObject({ from: LAST, to: LAST + 600_000 });
    expect(silences.removed(lease, LAST + 700_000)).toBeNull();
    const unseen = silentSince(node);
    expect(unseen.silences.removed(unseen.lease, null)).toBeNull();
  });

  it('is none of a Lease that was in time when it was deleted', () =>
    expect(createSilences().removed(tracked(NODE), LAST)).toBeNull());
});
