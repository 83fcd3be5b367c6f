import { expect, test } from 'vitest';
import type { Batch } from '../../lib/history/history.ts';
import { createMinuteSums } from '../../lib/server/minute-sums.ts';
import type { MinuteSource } from '../../lib/server/renewal-minutes.ts';

const MINUTE_MS = 60_000;
const FROM = 1_800_000_000_000;
/** More than are summed up in one go. */
const LEASES = Array.from({ length: 600 }, (_, index) => ({ namespace: 'apps', name: `lease-${index}` }));

/** Every Lease renews at the beginning of each minute; `pauses` are what waits to go on. */
function setUp() {
  const pauses: (() => void)[] = [];
  const parts: Partial<Batch>[] = [];
  const renewal = { count: 1, maxGapMs: null, offsetLowerMs: null, offsetUpperMs: null, holder: 'a' };
  const minutes: MinuteSource = {
    memory: {
      *leases() {
        yield* LEASES;
      },
      buckets: (_lease, { from, to }) => [{ from, to, ...renewal }],
    },
    lease: () => undefined,
    latencyAllowanceMs: () => 0,
  };
  const sums = createMinuteSums({
    minutes,
    from: FROM,
    record: (part) => void parts.push(part),
    timers: { soon: (run) => void pauses.push(run) },
  });
  return {
    sums,
    parts,
    async goOn() {
      for (const run of pauses.splice(0)) run();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
    told: () => parts.flatMap((part) => part.minutes ?? []).map(({ name, minute }) => `${name} ${minute}`),
  };
}

const minuteOf = (minute: number) => LEASES.map(({ name }) => `${name} ${minute}`);

test('a minute is summed up once it is over for a while, in parts', async () => {
  const { sums, parts, told, goOn } = setUp();
  sums.tick(FROM + MINUTE_MS + 4000);
  expect(parts).toEqual([]);
  sums.tick(FROM + MINUTE_MS + 5000);
  expect(parts).toHaveLength(1);
  sums.tick(FROM + MINUTE_MS + 6000);
  await goOn();
  await goOn();
  await goOn();
  expect(told()).toEqual(minuteOf(FROM));
});

test('whoever stops while a minute is summed up tells the rest of it, and nothing twice', async () => {
  const { sums, told, goOn } = setUp();
  sums.tick(FROM + MINUTE_MS + 5000);
  sums.finish(FROM + MINUTE_MS + 5000);
  await goOn();
  expect(told()).toEqual([...minuteOf(FROM), ...minuteOf(FROM + MINUTE_MS)]);
});
