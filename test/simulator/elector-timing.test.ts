/** The timing laws of a client-go elector, field guide §2, on a clock that is told to pass. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LockTiming } from '../../lib/simulator/topology.ts';
import { LEASE, oneElection } from './one-election.ts';

/** Round trips and drains, generously: the slowest way there and back. */
const LATENCY_MS = 400;

const timings = fc.constantFrom<LockTiming>(
  [15, 10, 2],
  [60, 40, 10],
  [15, 10, 5],
  [137, 107, 26],
  [5, 3, 1],
  [45, 30, 2],
);
const runs = { seed: fc.nat(), timing: timings, candidates: fc.integer({ min: 2, max: 5 }) };

describe('§2 timing', () => {
  test('a crash is taken over after at least L and at most L + 4.4 P since the last commit', () => {
    fc.assert(
      fc.property(
        fc.record({ ...runs, afterMs: fc.integer({ min: 0, max: 200_000 }), releases: fc.boolean() }),
        (run) => {
          const [duration, , retry] = run.timing;
          const election = oneElection(run);
          election.time.pass(run.afterMs + retry * 2_500);
          const last = election.last();
          const holder = election.lease().holder;
          expect(election.time.now() - last.at).toBeLessThan(retry * 1_000 + LATENCY_MS);
          election.cluster.inject({ do: 'crash', lease: LEASE });
          const took = election.time.passUntil(
            () => election.lease().holder !== holder,
            duration * 1_000 + retry * 9_000,
          );
          expect(took).toBe(true);
          const takeover = election.writes.find((write) => write.at > last.at) ?? last;
          const silentMs = takeover.at - last.at;
          expect(silentMs).toBeGreaterThanOrEqual(duration * 1_000);
          expect(silentMs).toBeLessThanOrEqual((duration + 4.4 * retry) * 1_000 + LATENCY_MS);
          expect(takeover.transitions).toBe(last.transitions + 1);
          expect(takeover.acquireTime).toBe(takeover.renewTime);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a release empties the Lease at once and is taken over within 2.2 P', () => {
    fc.assert(
      fc.property(fc.record({ ...runs, afterMs: fc.integer({ min: 0, max: 200_000 }) }), (run) => {
        const retry = run.timing[2];
        const election = oneElection({ ...run, releases: true });
        election.time.pass(run.afterMs + 1_000);
        const before = election.lease().spec.leaseTransitions ?? 0;
        election.cluster.inject({ do: 'release', lease: LEASE });
        expect(election.time.passUntil(() => election.lease().holder === '', LATENCY_MS, 1)).toBe(true);
        const released = election.last();
        expect(released.duration).toBe(1);
        expect(released.transitions).toBe(before);
        expect(released.acquireTime).toBe(released.renewTime);
        expect(
          election.time.passUntil(() => election.lease().holder !== '', retry * 2_200 + LATENCY_MS),
        ).toBe(true);
        const taken = election.writes.find((write) => write.at > released.at && write.holder !== '');
        expect(taken?.transitions).toBe(before + 1);
        expect((taken?.at ?? 0) - released.at).toBeLessThanOrEqual(retry * 2_200 + LATENCY_MS);
      }),
      { numRuns: 60 },
    );
  });

  test('a holder renews every P + round trip and keeps acquireTime and transitions', () => {
    fc.assert(
      fc.property(fc.record(runs), (run) => {
        const retry = run.timing[2];
        const election = oneElection({ ...run, releases: false });
        const start = election.lease().spec;
        election.time.pass(retry * 20_000);
        const { writes } = election;
        expect(writes.length).toBeGreaterThanOrEqual(18);
        for (const [i, write] of writes.entries()) {
          expect(write.type).toBe('MODIFIED');
          expect(write.acquireTime).toBe(start.acquireTime);
          expect(write.transitions).toBe(start.leaseTransitions);
          const previous = writes[i - 1];
          if (previous === undefined) continue;
          expect(write.at - previous.at).toBeGreaterThanOrEqual(retry * 1_000 - LATENCY_MS);
          expect(write.at - previous.at).toBeLessThanOrEqual(retry * 1_000 + LATENCY_MS);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a partitioned leader leads on for at most P + D after its last renewal', () => {
    fc.assert(
      fc.property(fc.record({ ...runs, releases: fc.boolean() }), (run) => {
        const [duration, deadline, retry] = run.timing;
        const election = oneElection(run);
        election.time.pass(retry * 5_000);
        const leader = () => election.cluster.election(LEASE)?.leader()?.identity ?? null;
        const identity = leader();
        const last = election.last();
        election.cluster.inject({ do: 'partition', lease: LEASE, forMs: duration * 4_000 });
        const gaveUp = election.time.passUntil(() => leader() !== identity, duration * 4_000);
        expect(gaveUp).toBe(true);
        expect(election.time.now() - last.at).toBeLessThanOrEqual((retry + deadline) * 1_000 + LATENCY_MS);
      }),
      { numRuns: 40 },
    );
  });
});
