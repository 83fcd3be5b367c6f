import { expect, test } from 'vitest';
import type { Batch } from '../../../lib/history/history.ts';
import { createMinuteSums } from '../../../lib/server/kept/minute-sums.ts';
import type { MinuteSource } from '../../../lib/server/kept/renewal-minutes.ts';
import { tracked } from '../leases/lease-builders.ts';

const MINUTE_MS = 60_000;
const FROM = 1_800_000_000_000;
/** All has been heard. */
const AFTER = FROM + 3_600_000;
/** More than are summed up in one go. */
const LEASES = Array.from({ length: 600 }, (_, index) => ({ namespace: 'apps', name: `lease-${index}` }));

/** Every Lease renews at the beginning of each minute; `pauses` are what waits to go on. */
function setUp(lease: MinuteSource['lease'] = () => undefined) {
  const pauses: (() => void)[] = [];
  const parts: Partial<Batch>[] = [];
  const renewal = {
    count: 1,
    maxGapMs: null as number | null,
    offsetLowerMs: null,
    offsetUpperMs: null,
    holder: 'a',
  };
  const minutes: MinuteSource = {
    memory: {
      *leases() {
        yield* LEASES;
      },
      buckets: (_lease, { from, to }) => [{ from, to, ...renewal }],
    },
    lease,
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
    renewal,
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
  sums.tick(FROM + MINUTE_MS + 4000, AFTER);
  for (let part = 0; part < 6; part += 1) await goOn();
  expect(parts).toEqual([]);
  sums.tick(FROM + MINUTE_MS + 5000, AFTER);
  expect(parts).toHaveLength(1);
  sums.tick(FROM + MINUTE_MS + 6000, AFTER);
  await goOn();
  await goOn();
  await goOn();
  expect(told()).toEqual(minuteOf(FROM));
});

test('whoever stops while a minute is summed up tells the rest of it, and nothing twice', async () => {
  const { sums, told, goOn } = setUp();
  sums.tick(FROM + MINUTE_MS + 5000, AFTER);
  sums.finish(FROM + MINUTE_MS + 5000, AFTER);
  await goOn();
  expect(told()).toEqual([...minuteOf(FROM), ...minuteOf(FROM + MINUTE_MS)]);
});

test('what was late is told before its minute is over, in parts, and again only where it was later', async () => {
  const late = tracked({ namespace: 'apps', name: 'lease-400' }, FROM);
  late.lateAfterMs = 7500;
  const { sums, parts, renewal, told, goOn } = setUp((_, name) => (name === 'lease-400' ? late : undefined));
  const pass = async (at: number): Promise<string[]> => {
    parts.length = 0;
    sums.tick(at, AFTER);
    for (let part = 0; part < 6; part += 1) await goOn();
    return told();
  };
  renewal.maxGapMs = 7000;
  expect(await pass(FROM + 10_000)).toEqual([]);
  renewal.maxGapMs = 8000;
  expect(await pass(FROM + 15_000)).toEqual([]);
  expect(await pass(FROM + 20_000)).toEqual([`lease-400 ${FROM}`]);
  expect(parts.flatMap((part) => part.slow ?? [])).toEqual([]);
  expect(await pass(FROM + 30_000)).toEqual([]);
  renewal.maxGapMs = 14_800;
  expect(await pass(FROM + 40_000)).toEqual([`lease-400 ${FROM}`]);
  expect(parts.flatMap((part) => part.minutes ?? [])).toMatchObject([{ maxGapMs: 14_800 }]);
  // The minute before is not summed up yet either.
  expect(await pass(FROM + MINUTE_MS)).toEqual([`lease-400 ${FROM + MINUTE_MS}`]);
  expect(await pass(FROM + MINUTE_MS + 5000)).toEqual(minuteOf(FROM));
});

test('after a long pause what was seen before it is summed up, and of the pause its end', async () => {
  const { sums, told } = setUp();
  const until = FROM + 60 * MINUTE_MS;
  sums.finish(until, AFTER);
  const minutes = [...new Set(told().map((one) => Number(one.split(' ')[1])))];
  expect(minutes).toEqual([
    FROM,
    FROM + MINUTE_MS,
    ...Array.from({ length: 10 }, (_, index) => until - (9 - index) * MINUTE_MS),
  ]);
});

test('says up to when all is summed up, and sums up again what was not heard of in time', async () => {
  const { sums, parts, goOn } = setUp();
  const summedTo = () => parts.flatMap((part) => part.summedTo ?? []);
  const pass = async (at: number, heard: number): Promise<void> => {
    sums.tick(at, heard);
    for (let part = 0; part < 8; part += 1) await goOn();
  };
  const silentFrom = FROM + 2 * MINUTE_MS - 10_000;
  await pass(FROM + MINUTE_MS + 5_000, FROM + MINUTE_MS + 5_000);
  expect(summedTo()).toEqual([FROM + MINUTE_MS]);
  for (const minutes of [2, 3]) await pass(FROM + minutes * MINUTE_MS + 5_000, silentFrom);
  expect(summedTo()).toEqual([FROM + MINUTE_MS, silentFrom, silentFrom]);
  parts.length = 0;
  const heardAgain = FROM + 3 * MINUTE_MS + 20_000;
  await pass(heardAgain, heardAgain);
  expect(summedTo()).toEqual([FROM + 2 * MINUTE_MS, FROM + 3 * MINUTE_MS]);
  expect(parts.flatMap(({ minutes = [] }) => minutes)).toHaveLength(2 * LEASES.length);
});

test('whoever stops sums up again what was heard of since', async () => {
  const { sums, parts, goOn } = setUp();
  const silentFrom = FROM + MINUTE_MS - 10_000;
  sums.tick(FROM + MINUTE_MS + 5_000, silentFrom);
  for (let part = 0; part < 4; part += 1) await goOn();
  parts.length = 0;
  const at = FROM + MINUTE_MS + 20_000;
  sums.finish(at, at);
  expect(parts.flatMap(({ minutes = [] }) => minutes)).toHaveLength(2 * LEASES.length);
  expect(parts.flatMap((part) => part.summedTo ?? [])).toEqual([FROM + MINUTE_MS, at]);
});
