import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../lib/simulator/random.ts';
import {
  CLIENTS,
  type Client,
  ELECTOR,
  isSkew,
  isStep,
  isTurned,
  KUBELET,
  missedByMs,
  watchClient,
} from './clock-client.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A request that is no slower than the fastest by so much passes for a fast one, and clocks drift. */
const NEARLY_MS = 400;
const SEEDS = fc.integer({ min: 1, max: 1_000_000 });
const A_CLIENT = fc.constantFrom(...CLIENTS);

const healthy = (random: Random): number =>
  random.next() < 0.005 ? random.between(50, 1000) : random.between(2, 50);
type RequestMs = (sentAt: number) => { toStamp: number; toWatch: number };

/** From four minutes on; `extraMs` before it is stamped, or after that where it is etcd that is slow. */
function slowed(random: Random, etcd: boolean, extraMs: (sentAt: number) => number): RequestMs {
  return (sentAt) => {
    const slowMs = sentAt < 4 * MINUTE ? 0 : extraMs(sentAt);
    return etcd
      ? { toStamp: healthy(random), toWatch: slowMs + random.between(0, 5) }
      : { toStamp: healthy(random) + slowMs, toWatch: random.between(0, 5) };
  };
}

function expectNothing(client: Client, random: Random, requestMs: RequestMs): void {
  const looks = watchClient({ client, random, untilMs: 36 * MINUTE, requestMs, offsetMs: () => 0 });
  expect(looks.length).toBeGreaterThan(30);
  expect(looks.filter((look) => isStep(look) || isSkew(look) || missedByMs(look) > NEARLY_MS)).toEqual([]);
}

describe('requests that are slow move no clock (field guide §8, §10)', () => {
  it('stalls of 2 to 20 s, again and again for minutes', () => {
    const stalls = fc.array(
      fc.record({
        forS: fc.double({ min: 2, max: 20, noNaN: true }),
        everyS: fc.double({ min: 1, max: 40, noNaN: true }),
      }),
      { minLength: 2, maxLength: 40 },
    );
    fc.assert(
      fc.property(SEEDS, A_CLIENT, fc.boolean(), stalls, (seed, client, etcd, all) => {
        const random = createRandom(seed);
        let endsAt = 4 * MINUTE;
        const times = all.map(({ forS, everyS }) => {
          const from = endsAt + everyS * SECOND;
          endsAt = from + forS * SECOND;
          return { from, to: endsAt };
        });
        const requestMs = slowed(random, etcd, (sentAt) => {
          const stall = times.find(({ from, to }) => sentAt >= from && sentAt < to);
          return stall === undefined ? 0 : stall.to - sentAt + random.between(0, 250);
        });
        expectNothing(client, random, requestMs);
      }),
      { numRuns: 60 },
    );
  });
  it.each([
    ['1 to 5 s', 1, 5],
    ['up to 5 s', 0, 5],
    ['2 s, nearly the same each time', 1.95, 2.05],
    ['0.3 to 0.9 s', 0.3, 0.9],
  ])('every request takes %s for 20 minutes', (_, leastS, mostS) => {
    fc.assert(
      fc.property(SEEDS, A_CLIENT, fc.boolean(), (seed, client, etcd) => {
        const random = createRandom(seed);
        const requestMs = slowed(random, etcd, (sentAt) =>
          sentAt < 24 * MINUTE ? random.between(leastS, mostS) * SECOND : 0,
        );
        expectNothing(client, random, requestMs);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a clock that is set is found (field guide §8)', () => {
  it.each([
    ['two minutes, of an elector', ELECTOR, 2, 0.75],
    ['four minutes, of a kubelet', KUBELET, 4, 1.25],
  ])('within %s', (_, client, minutes, leastS) => {
    const steps = fc
      .double({ min: leastS, max: 60, noNaN: true })
      .chain((s) => fc.constantFrom(s * SECOND, -s * SECOND));
    fc.assert(
      fc.property(SEEDS, steps, fc.double({ min: 4, max: 6, noNaN: true }), (seed, stepMs, atMinutes) => {
        const random = createRandom(seed);
        const at = atMinutes * MINUTE;
        const requestMs = () => ({ toStamp: random.between(2, 45), toWatch: random.between(0, 5) });
        const looks = watchClient({
          ...{ client, random, requestMs, untilMs: 20 * MINUTE },
          offsetMs: (now) => (now < at ? 0 : stepMs),
        });
        expect(looks.filter((look) => look.at < at && (isStep(look) || isSkew(look)))).toEqual([]);
        const found = looks.find(isStep);
        expect(found?.at).toBeLessThan(at + minutes * MINUTE);
        // It says nothing that is not true: both may be, one is contradicted, or it is the new time.
        expect(looks.filter((look) => !isTurned(look) && missedByMs(look) > 0)).toEqual([]);
        expect(looks.slice(-20).filter((look) => isStep(look) || missedByMs(look) > 0)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('of a client that renews at no regular gap nothing is said that is not true', () => {
    const client: Client = { ...ELECTOR, jitter: 1.2 };
    fc.assert(
      fc.property(SEEDS, fc.double({ min: -60, max: 60, noNaN: true }), (seed, stepS) => {
        const random = createRandom(seed);
        const looks = watchClient({
          ...{ client, random, untilMs: 9 * MINUTE },
          requestMs: () => ({ toStamp: random.between(2, 20), toWatch: random.between(0, 5) }),
          offsetMs: (now) => (now < 5 * MINUTE ? 0 : stepS * SECOND),
        });
        // One that is set by no more than its gaps differ by may pass for a request that is slow.
        const mostMs = Math.abs(stepS) <= 1.5 ? 1500 : 0;
        expect(looks.filter((look) => !isTurned(look) && missedByMs(look) > mostMs)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('when watching begins while requests are slow', () => {
  it('no clock is found to have been set, during and after', () => {
    fc.assert(
      fc.property(SEEDS, A_CLIENT, fc.boolean(), (seed, client, etcd) => {
        const random = createRandom(seed);
        const requestMs = slowed(random, etcd, (sentAt) =>
          sentAt < 10 * MINUTE ? random.between(1, 5) * SECOND : 0,
        );
        const looks = watchClient({
          ...{ client, random, untilMs: 22 * MINUTE, offsetMs: () => 0 },
          requestMs: (sentAt) => requestMs(sentAt + 4 * MINUTE),
        });
        expect(looks.filter(isStep)).toEqual([]);
      }),
      {
        numRuns: 60,
        // The first one that is not slow to be seen is slow to be stamped.
        examples: [[732680, { ...KUBELET, jitter: 0.01, patienceMs: 5000 }, true]],
      },
    );
  });
});
