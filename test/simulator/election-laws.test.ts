/** What holds for a Lease whatever happens to its candidates. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessFault, ServerFault } from '../../lib/simulator/faults.ts';
import { LEASE, oneElection } from './one-election.ts';

const harm: fc.Arbitrary<ProcessFault | ServerFault> = fc.oneof(
  fc.record({
    do: fc.constant('crash' as const),
    lease: fc.constant(LEASE),
    forMs: fc.integer({ min: 500, max: 40_000 }),
  }),
  fc.record({
    do: fc.constant('release' as const),
    lease: fc.constant(LEASE),
    forMs: fc.integer({ min: 500, max: 40_000 }),
  }),
  fc.record({
    do: fc.constant('partition' as const),
    lease: fc.constant(LEASE),
    forMs: fc.integer({ min: 500, max: 60_000 }),
  }),
  fc.record({
    do: fc.constant('pause' as const),
    lease: fc.constant(LEASE),
    forMs: fc.integer({ min: 500, max: 60_000 }),
  }),
  fc.record({
    do: fc.constant('scale-to-zero' as const),
    lease: fc.constant(LEASE),
    forMs: fc.integer({ min: 500, max: 60_000 }),
  }),
  fc.record({
    do: fc.constant('skew' as const),
    node: fc.constantFrom('wa-00', 'wa-01'),
    ms: fc.integer({ min: -3_600_000, max: 3_600_000 }),
  }),
  fc.record({
    do: fc.constant('slow' as const),
    ms: fc.integer({ min: 0, max: 4_000 }),
    forMs: fc.integer({ min: 500, max: 30_000 }),
  }),
  fc.record({ do: fc.constant('stall' as const), forMs: fc.integer({ min: 500, max: 20_000 }) }),
);
const story = fc.array(fc.record({ fault: harm, thenMs: fc.integer({ min: 0, max: 45_000 }) }), {
  minLength: 1,
  maxLength: 12,
});

describe('§2 an election under faults', () => {
  test('nobody takes a held Lease before its duration is over, whatever the clocks say; each takeover counts one', () => {
    fc.assert(
      fc.property(story, fc.nat(), fc.boolean(), (steps, seed, releases) => {
        const election = oneElection({ seed, timing: [15, 10, 2], candidates: 3, releases });
        for (const { fault, thenMs } of steps) {
          election.cluster.inject(fault);
          election.time.pass(thenMs);
        }
        election.time.pass(120_000);
        for (const [i, write] of election.writes.entries()) {
          const previous = election.writes[i - 1];
          if (previous === undefined) continue;
          const taken = write.holder !== '' && write.holder !== previous.holder;
          expect(write.transitions - previous.transitions).toBe(taken ? 1 : 0);
          if (taken && previous.holder !== '') {
            expect(write.at - previous.at).toBeGreaterThanOrEqual(previous.duration * 1_000);
          }
        }
        // When everything is well again somebody leads, and the store agrees with who believes so.
        const holder = election.lease().holder;
        expect(holder).not.toBe('');
        expect(election.cluster.election(LEASE)?.leader()?.identity).toBe(holder);
      }),
      { numRuns: 80 },
    );
  });

  test('a Lease deleted under its holder comes back: from the holder with its counter, from another at 0', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 20_000 }), (seed, afterMs) => {
        const election = oneElection({ seed, timing: [15, 10, 2], candidates: 3, releases: false });
        election.time.pass(5_000 + afterMs);
        const before = election.lease();
        election.cluster.inject({ do: 'delete', lease: LEASE });
        expect(
          election.time.passUntil(() => election.cluster.store.leaseTable.get(LEASE) !== undefined, 6_000),
        ).toBe(true);
        const after = election.lease();
        expect(after.uid).not.toBe(before.uid);
        if (after.holder === before.holder) {
          expect(after.spec.leaseTransitions).toBe(before.spec.leaseTransitions);
          expect(after.spec.acquireTime).toBe(before.spec.acquireTime);
        } else {
          expect(after.spec.leaseTransitions).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a stolen Lease is won back only after its duration', () => {
    const election = oneElection({ seed: 4, timing: [15, 10, 2], candidates: 2, releases: false });
    election.time.pass(10_000);
    election.cluster.inject({ do: 'steal', lease: LEASE, holder: 'somebody-else' });
    const stolen = election.last();
    expect(stolen.holder).toBe('somebody-else');
    expect(election.time.passUntil(() => election.lease().holder !== 'somebody-else', 60_000)).toBe(true);
    expect(election.last().at - stolen.at).toBeGreaterThanOrEqual(15_000);
  });

  test('a single static identity that comes back takes its Lease up again without waiting', () => {
    const election = oneElection({
      seed: 9,
      timing: [15, 10, 2],
      candidates: 1,
      releases: false,
      identity: 'hostname',
    });
    election.time.pass(10_000);
    const { transitions, holder } = election.last();
    election.cluster.inject({ do: 'crash', lease: LEASE, forMs: 70_000 });
    election.time.pass(69_000);
    expect(election.lease().holder).toBe(holder);
    election.time.pass(2_000);
    expect(election.last()).toMatchObject({ holder, transitions });
    expect(election.time.now() - election.last().at).toBeLessThan(3_000);
  });

  test('a node whose clock is ahead writes its own time, and stays leader', () => {
    const election = oneElection({ seed: 2, timing: [15, 10, 2], candidates: 2, releases: false });
    election.cluster.inject({ do: 'skew', node: 'wa-00', ms: 8_000 });
    election.time.pass(60_000);
    const { renewTime, at, transitions } = election.last();
    expect(transitions).toBe(7);
    expect(Date.parse(renewTime) - at).toBeGreaterThan(7_500);
    expect(Date.parse(renewTime) - at).toBeLessThanOrEqual(8_000);
  });
});
