import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEASE_CLASSES } from '../../../lib/lease/record.ts';
import { chooseLeases, inTrouble, leaseSample } from '../../../lib/server/metrics/lease-samples.ts';
import { about, everywhere, firing } from '../../alert/builders.ts';
import { LIVE, tracked } from '../leases/lease-builders.ts';

const NOW = 1_800_000_000_000;
const COUNT = { handovers: { unseen: 0, recreated: 0, release: 0, early: 0, expiry: 0 }, leaderlessMs: 0 };
const names = (leases: readonly { record: { name: string } }[]) => leases.map(({ record }) => record.name);

describe('the Leases that have series', () => {
  const anyLease = fc
    .record({
      name: fc.stringMatching(/^[a-z]{1,4}$/),
      namespace: fc.constantFrom('a', 'b'),
      class: fc.constantFrom(...LEASE_CLASSES),
    })
    .map((over) => tracked(over));
  const anyLeases = fc.uniqueArray(anyLease, {
    maxLength: 40,
    selector: ({ record }) => `${record.namespace}/${record.name}`,
  });

  test('are the same ones in whatever order they come, elect, and are no more than may be', () => {
    fc.assert(
      fc.property(anyLeases, fc.nat({ max: 20 }), fc.integer(), (leases, most, seed) => {
        const bad = (lease: (typeof leases)[number]) => lease.record.name.startsWith('a');
        const shuffled = [...leases].sort((a, b) => ((a.key * seed) % 7) - ((b.key * seed) % 7));
        const one = chooseLeases(leases, bad, most);
        const other = chooseLeases(shuffled, bad, most);
        expect(new Set(other.chosen)).toEqual(new Set(one.chosen));
        expect(one.chosen.every(({ elects }) => elects)).toBe(true);
        expect(one.chosen.length).toBeLessThanOrEqual(most);
        expect(one.chosen.length + one.left).toBe(leases.filter(({ elects }) => elects).length);
        const left = leases.filter((lease) => lease.elects && !one.chosen.includes(lease));
        if (left.some(bad)) expect(one.chosen.every(bad)).toBe(true);
      }),
    );
  });

  test('are those in trouble, then the control plane, then by name', () => {
    const leases = [
      tracked({ name: 'z', class: 'controller' }),
      tracked({ name: 'a', class: 'controller' }),
      tracked({ name: 'kube-scheduler', class: 'control-plane' }),
      tracked({ name: 'node-1', class: 'node-heartbeat' }),
    ];
    const fine = chooseLeases(leases, () => false, 2);
    expect([names(fine.chosen), fine.left]).toEqual([['kube-scheduler', 'a'], 1]);
    expect(names(chooseLeases(leases, ({ record }) => record.name === 'z', 2).chosen)).toEqual([
      'z',
      'kube-scheduler',
    ]);
  });

  test('are in trouble by what people are told, not by what only informs', () => {
    const isBad = inTrouble([
      firing(about('a', 'vacant')),
      firing(about('b', 'abandoned', { severity: 'info' })),
      firing(everywhere('slow-renewals')),
    ]);
    const lease = (name: string) => tracked({ namespace: 'apps', name });
    expect([isBad(lease('a')), isBad(lease('b')), isBad(lease('c'))]).toEqual([true, false, false]);
  });
});

describe('what is said of one', () => {
  test('ages on Tenure’s clock; what is not known is null', () => {
    const lease = tracked({}, NOW);
    expect(leaseSample(lease, LIVE, COUNT, NOW + 1500)).toEqual({
      labels: { namespace: 'kube-system', lease: 'kube-scheduler', class: 'control-plane' },
      state: 'held',
      heldSince: NOW,
      heldSinceCertain: false,
      lastRenewalAgeMs: 1500,
      vacantMs: null,
      durationMs: 15_000,
      headroomMs: null,
      clock: null,
      count: COUNT,
    });
  });

  test('of one that nobody holds: for how long, and of no holder', () => {
    const lease = Object.assign(tracked({ holder: '' }, NOW), { vacantSince: NOW, heldSince: null });
    expect(leaseSample(lease, LIVE, COUNT, NOW + 4000)).toMatchObject({
      state: 'vacant',
      vacantMs: 4000,
      heldSince: null,
      lastRenewalAgeMs: null,
    });
  });

  test('while its feed is not live: nothing that would have to be seen now', () => {
    const dead = { ...LIVE, health: { ...LIVE.health, live: false } };
    expect(leaseSample(tracked({}, NOW), dead, COUNT, NOW + 4000)).toMatchObject({
      state: 'unknown',
      vacantMs: null,
      heldSince: null,
      lastRenewalAgeMs: null,
      durationMs: 15_000,
    });
  });
});
