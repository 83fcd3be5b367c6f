import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToCadence, breakCadence, type Cadence, createCadence } from '../../lib/lease/cadence.ts';

const MINUTE = 60_000;

/** A Lease's cadence and the time, ms. */
function renewing() {
  const cadence: Cadence = createCadence();
  let at = 0;
  const gap = (ms: number): void => {
    at += ms;
    addToCadence(cadence, at, ms);
  };
  return {
    cadence,
    at: () => at,
    gap,
    every(ms: number, forMs: number, jitter: (n: number) => number = () => 1): void {
      for (let n = 0; n * ms < forMs; n++) gap(ms * jitter(n));
    },
    handOver: (): void => breakCadence(cadence),
  };
}

describe('cadence', () => {
  it('is known after twelve gaps that are alike', () => {
    const one = renewing();
    one.every(2000, 22_000);
    expect(one.cadence.gapMs).toBeNull();
    one.gap(2100);
    expect(one.cadence.gapMs).toBe(2008);
  });
  it('changed when another holder keeps another one for ten minutes', () => {
    const one = renewing();
    one.every(2000, MINUTE);
    one.handOver();
    const at = one.at();
    one.every(5000, 9 * MINUTE);
    expect(one.cadence.change).toBeNull();
    one.every(5000, MINUTE);
    expect(one.cadence).toMatchObject({ gapMs: 5000, change: { at, fromMs: 2000, toMs: 5000 } });
    expect(one.cadence.change?.seenAt).toBe(at + 10 * MINUTE);
  });
  it('… or the same one after a break, as a restart under one name makes it', () => {
    const one = renewing();
    one.every(10_000, 10 * MINUTE);
    one.gap(25_000);
    one.every(2000, 11 * MINUTE);
    expect(one.cadence.change).toMatchObject({ fromMs: 10_000, toMs: 2000 });
  });
  it('bears a slow request in ten', () => {
    const one = renewing();
    one.every(2000, MINUTE);
    one.handOver();
    one.every(5000, 11 * MINUTE, (n) => (n % 11 === 10 ? 2 : 1));
    expect(one.cadence.change).toMatchObject({ toMs: 5000 });
  });
  it.each<[string, (one: ReturnType<typeof renewing>) => void]>([
    ['requests that all take longer: there was no break', (one) => one.every(4100, 60 * MINUTE)],
    [
      'a slow stretch after a break, for minutes',
      (one) => {
        one.gap(20_000);
        one.every(8200, 8 * MINUTE);
        one.every(2000, 60 * MINUTE);
      },
    ],
    [
      'another holder that is as fast',
      (one) => {
        one.handOver();
        one.every(2600, 60 * MINUTE);
      },
    ],
    [
      'gaps of any length, as fabric8 jitters them (P to 2.2 P)',
      (one) => {
        one.handOver();
        one.every(4000, 60 * MINUTE, (n) => 1 + ((n * 7) % 12) / 10);
      },
    ],
  ])('no change: %s', (_, then) => {
    const one = renewing();
    one.every(2000, 30 * MINUTE);
    then(one);
    expect(one.cadence.change).toBeNull();
  });
  it('is silently another one after requests that take longer for good', () => {
    const one = renewing();
    one.every(2000, MINUTE);
    one.every(3000, 11 * MINUTE);
    expect(one.cadence).toMatchObject({ gapMs: 3000, change: null });
  });
  it('never says of what differs by less than half, nor of less than ten minutes', () => {
    const gaps = fc.array(fc.integer({ min: 1000, max: 60_000 }), { maxLength: 400 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 3 }), (list, breaks) => {
        const one = renewing();
        one.every(2000, MINUTE);
        for (const [index, ms] of list.entries()) {
          if (breaks > 0 && index % 50 === 0) one.handOver();
          one.gap(ms);
        }
        const { change } = one.cadence;
        if (change === null) return;
        const { fromMs, toMs, at, seenAt } = change;
        expect(Math.max(toMs / fromMs, fromMs / toMs)).toBeGreaterThanOrEqual(1.5);
        expect(seenAt - at).toBeGreaterThanOrEqual(10 * MINUTE);
      }),
    );
  });
});
