import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../lib/kube/server-clock.ts';
import type { ServerClock } from '../../lib/lease/sink.ts';

const SECOND = 1000;
const dateAt = (ms: number): string => new Date(ms).toUTCString();

describe('the server clock', () => {
  it('tells the slowest round trip of ten minutes', () => {
    const told: ServerClock[] = [];
    const clock = createServerClock((bounds) => told.push(bounds));
    const at = Date.parse('2026-05-04T10:00:00Z');
    clock.observe(dateAt(at), at, at + 10);
    clock.observe(dateAt(at), at + 100, at + 400);
    clock.observe(dateAt(at + 900_000), at + 900_000, at + 900_020);
    expect(told.map(({ roundTripMs }) => roundTripMs)).toEqual([10, 300, 20]);
  });

  it('holds the true offset whatever the latencies, and only gets closer', () => {
    const answer = fc.record({ pauseMs: fc.nat(5000), thereMs: fc.nat(800), backMs: fc.nat(800) });
    fc.assert(
      fc.property(fc.integer({ min: -90_000, max: 90_000 }), fc.array(answer), (offset, answers) => {
        const told: ServerClock[] = [];
        const clock = createServerClock((bounds) => told.push(bounds));
        let now = Date.parse('2026-05-04T10:00:00Z');
        for (const { pauseMs, thereMs, backMs } of answers) {
          const sentAt = now + pauseMs;
          const written = sentAt + thereMs;
          now = written + backMs;
          clock.observe(dateAt(Math.floor((written + offset) / SECOND) * SECOND), sentAt, now);
        }
        for (const [index, bounds] of told.entries()) {
          expect(bounds.lower).toBeLessThanOrEqual(offset);
          expect(bounds.upper).toBeGreaterThanOrEqual(offset);
          const before = told[index - 1];
          if (before !== undefined)
            expect(bounds.upper - bounds.lower).toBeLessThanOrEqual(before.upper - before.lower);
        }
      }),
    );
  });

  it('starts anew when a clock has moved, and bears a Date that is none', () => {
    const told: ServerClock[] = [];
    const clock = createServerClock((bounds) => told.push(bounds));
    const at = Date.parse('2026-05-04T10:00:00Z');
    clock.observe(dateAt(at), at, at + 10);
    clock.observe(undefined, at, at + 10);
    clock.observe('yesterday', at, at + 10);
    clock.observe(dateAt(at + 30_000), at + 20, at + 30);
    expect(told).toEqual([
      { lower: -10, upper: 1000, roundTripMs: 10 },
      { lower: 29_970, upper: 30_980, roundTripMs: 10 },
    ]);
  });
});
