import { describe, expect, it } from 'vitest';
import type { Handover } from '../../../lib/lease/handover.ts';
import { createDeletedLeases } from '../../../lib/server/leases/deleted-leases.ts';
import { handover } from '../kept/handover-builder.ts';
import { tracked } from './lease-builders.ts';

const T0 = 1_800_000_000_000;
const NAMES = { namespace: 'kube-system', name: 'kube-scheduler' };
const DELETED = handover({ ...NAMES, to: null, cause: 'deleted', at: T0 });

function setUp() {
  const there = new Set<string>();
  const deleted = createDeletedLeases({
    exists: (_, name) => there.has(name),
    runs: () => ({ runs: true, podNamespace: 'kube-system' }),
    accountOf: () => 'system:serviceaccount:kube-system:x',
  });
  return {
    deleted,
    there,
    names: (now = T0 + 1000) => [...deleted.all(now)].map((one) => one.handover.name),
  };
}

describe('Leases that were deleted', () => {
  it('are known with what was known of them', () => {
    const { deleted } = setUp();
    const lease = tracked(NAMES);
    lease.heldSince = T0 - 60_000;
    deleted.add(DELETED, lease);
    expect([...deleted.all(T0)]).toEqual([
      {
        ...{ handover: DELETED, class: 'control-plane', heldForMs: 60_000 },
        ...{ holderRuns: true, podNamespace: 'kube-system', account: 'system:serviceaccount:kube-system:x' },
      },
    ]);
  });
  it('of an earlier run by their name alone', () => {
    const { deleted } = setUp();
    deleted.add(DELETED, null);
    expect([...deleted.all(T0)]).toMatchObject([{ class: 'control-plane', heldForMs: null }]);
  });
  it('of an earlier run for as long as its rows say, which are read newest first', () => {
    const heldForMs = (taken: Partial<Handover>, ...older: Partial<Handover>[]) => {
      const { deleted } = setUp();
      const took = { from: null, to: DELETED.from, cause: 'first' as const };
      for (const row of [DELETED, { at: T0 - 60_000, ...taken }, ...older])
        deleted.add(handover({ ...NAMES, ...took, ...row }), null);
      return [...deleted.all(T0)].map((one) => one.heldForMs);
    };
    expect(heldForMs({})).toEqual([60_000]);
    expect(heldForMs({ from: 'b', cause: 'expiry' }, { at: T0 - 900_000 })).toEqual([60_000]);
    // Made again after another one of its name was deleted: the row bears the name of that one.
    const recreated = { cause: 'recreated' as const, leaseUid: 'uid-before' };
    expect(heldForMs({ ...recreated, evidence: { uidAfter: DELETED.leaseUid } })).toEqual([60_000]);
    expect(heldForMs({ ...recreated, evidence: { uidAfter: 'uid-other' } })).toEqual([null]);
    expect(heldForMs({ to: 'somebody-else' })).toEqual([null]);
    expect(heldForMs({ name: 'another' })).toEqual([null]);
  });
  it('are known as this run saw them, though that is read again', () => {
    const { deleted } = setUp();
    const lease = tracked({ ...NAMES, class: 'controller' });
    lease.heldSince = T0 - 60_000;
    deleted.add({ ...DELETED, at: T0 - 0.5 }, lease);
    deleted.add(DELETED, null);
    deleted.add(handover({ ...NAMES, to: DELETED.from, at: T0 - 30_000 }), null);
    expect([...deleted.all(T0)]).toMatchObject([{ class: 'controller', heldForMs: 60_000 - 0.5 }]);
  });
  it('until they are made again, by what is told or by what is there', () => {
    const told = setUp();
    told.deleted.add(DELETED, null);
    told.deleted.add({ ...DELETED, to: 'b', cause: 'recreated', at: T0 + 500 }, null);
    expect(told.names()).toEqual([]);
    const seen = setUp();
    seen.deleted.add(DELETED, null);
    seen.there.add(NAMES.name);
    expect(seen.names()).toEqual([]);
    seen.there.clear();
    expect(seen.names()).toEqual([]);
  });
  it('not those that were only released, nor after an hour', () => {
    const { deleted, names } = setUp();
    deleted.add({ ...DELETED, cause: 'release' }, null);
    expect(names()).toEqual([]);
    deleted.add(DELETED, null);
    expect(names(T0 + 3_600_001)).toEqual([]);
  });
  it('what is read of an earlier time changes nothing', () => {
    const { deleted, names } = setUp();
    deleted.add(DELETED, null);
    deleted.add(handover({ ...NAMES, at: T0 - 5000 }), null);
    expect(names()).toEqual(['kube-scheduler']);
  });
  it('are bounded', () => {
    const { deleted } = setUp();
    for (let index = 0; index < 1500; index++) deleted.add({ ...DELETED, name: `l${index}` }, null);
    expect([...deleted.all(T0)]).toHaveLength(1000);
  });
});
