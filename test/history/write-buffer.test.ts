import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../lib/history/history.ts';
import { withLost } from '../../lib/history/lost-stretches.ts';
import { createWriteBuffer } from '../../lib/history/write-buffer.ts';
import { withoutLost } from '../../lib/history/write-watched.ts';
import { about, firing } from '../alert/builders.ts';
import { handover, known, START } from './batch-builder.ts';

const MINUTE_MS = 60_000;
const minute = (at: number) => ({
  namespace: 'payments',
  name: 'operator',
  minute: at,
  count: 1,
  maxGapMs: null,
  offsetLowerMs: null,
  offsetUpperMs: null,
  holder: null,
});
const told = (id: number, name = 'operator') => handover({ id: `${id}`, name, at: START + id * 10_000 });
/** A Lease that nobody hands over. */
const still = (seenAt = START) => known({ name: 'still', seenAt });

it('gives events first, then states, and last what was watched', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({
    watched: [{ scope: null, from: 1, to: 2 }],
    leases: [still()],
    handovers: [1, 2, 3].map((id) => told(id)),
  });
  buffer.add({ minutes: [minute(0)], watched: [{ scope: null, from: 1, to: 3 }] });
  const parts = [...buffer.parts(2)].map(({ batch, written }) => {
    written();
    return [batch.handovers.length, batch.minutes.length, batch.leases.length, batch.watched];
  });
  expect(parts).toEqual([
    [2, 0, 0, []],
    [1, 0, 0, []],
    [0, 1, 0, []],
    [0, 0, 1, [{ scope: null, from: 1, to: 3 }]],
  ]);
  expect(buffer.isEmpty()).toBe(true);
});

it('says up to when renewals are written with what was watched, after them, and once', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({ minutes: [minute(0)] });
  buffer.add({ summedTo: MINUTE_MS });
  expect(buffer.isEmpty()).toBe(false);
  const parts = buffer.parts(10);
  const first = parts.next().value;
  expect(first?.batch).toMatchObject({ minutes: [minute(0)], summedTo: null });
  first?.written();
  // Told while this is written: of the next round.
  buffer.add({ minutes: [minute(MINUTE_MS)], summedTo: 2 * MINUTE_MS });
  const last = parts.next().value;
  expect(last?.batch).toMatchObject({ minutes: [], summedTo: MINUTE_MS });
  last?.written();
  expect(parts.next().done).toBe(true);
  const next = [...buffer.parts(10)].map(({ batch, written }) => {
    written();
    return [batch.minutes.length, batch.summedTo];
  });
  expect(next).toEqual([
    [1, null],
    [0, 2 * MINUTE_MS],
  ]);
  expect(buffer.isEmpty()).toBe(true);
});

it('keeps a part until it is written, and what is told meanwhile for the next time', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({ handovers: [told(1)], leases: [still()] });
  for (const { batch } of buffer.parts(10)) {
    expect(batch.handovers.length + batch.leases.length).toBe(1);
    buffer.add({ handovers: [told(2)], leases: [still(START + 1)] });
    break;
  }
  expect(buffer.waiting()).toBe(2);
  for (const { batch, written } of buffer.parts(10)) {
    if (batch.leases.length > 0) {
      expect(batch.leases).toEqual([still(START + 1)]);
      buffer.add({ leases: [still(START + 2)], handovers: [told(3)] });
    }
    written();
  }
  const left = [...buffer.parts(10)].map(({ batch }) => batch);
  expect(left.flatMap(({ handovers }) => handovers.map(({ id }) => id))).toEqual(['3']);
  expect(left.flatMap(({ leases }) => leases.map(({ seenAt }) => seenAt))).toEqual([START + 2]);
});

it('gives the state of a Lease that changed hands with the last of that, in one part', () => {
  const buffer = createWriteBuffer(100);
  const states = (seenAt: number) =>
    ['one', 'two'].map((name) => known({ name, seenAt })).concat(still(seenAt));
  buffer.add({ handovers: [told(1, 'one'), told(2, 'two'), told(3, 'one')], leases: states(START) });
  const given = ({ batch }: { batch: Batch }) => [
    batch.handovers.map(({ id }) => Number(id)),
    batch.leases.map(({ name, seenAt }) => `${name} ${seenAt - START}`),
  ];
  const taken: unknown[] = [];
  for (const part of buffer.parts(2)) {
    // What is told while it is written goes together the next time.
    if (taken.length === 0) buffer.add({ handovers: [told(4, 'two')], leases: states(START + 9) });
    taken.push(given(part));
    part.written();
  }
  expect(taken).toEqual([
    [[1, 2], ['two 0']],
    [[3], ['one 0']],
    [[], ['still 0']],
  ]);
  expect([...buffer.parts(2)].map(given)).toEqual([
    [[4], ['two 9']],
    [[], ['one 9', 'still 9']],
  ]);
});

it('gives up renewals before handovers, and old ones before new', () => {
  const buffer = createWriteBuffer(4);
  buffer.add({
    minutes: [minute(START), minute(START + 600_000)],
    handovers: [1, 2, 3].map((id) => told(id)),
  });
  expect(buffer.lostStretches()).toEqual([{ from: START, to: START + 60_000 }]);
  buffer.add({ handovers: [4, 5].map((id) => told(id)) });
  expect(buffer.lost()).toBe(3);
  expect(buffer.waiting()).toBe(4);
  const kept = [...buffer.parts(10)].flatMap(({ batch }) => batch.handovers.map(({ id }) => id));
  expect(kept).toEqual(['2', '3', '4', '5']);
});

it('keeps the last handover of each Lease for longer than others, and its state with it', () => {
  const buffer = createWriteBuffer(3);
  buffer.add({
    handovers: [told(1), told(2, 'one'), told(3)],
    leases: [known({ name: 'one' })],
    watched: [{ scope: null, from: START, to: told(3).at }],
  });
  const given: string[][] = [];
  const give = (): void => {
    for (const { batch, written } of buffer.parts(1)) {
      // While the first is written those behind it have to make room.
      if (given.length === 0) buffer.add({ handovers: [told(4), told(5)] });
      const names = [...batch.leases.map(({ name }) => name), ...batch.watched.map(() => 'watched')];
      given.push([...batch.handovers.map(({ id }) => id), ...names]);
      written();
    }
  };
  give();
  expect(given).toEqual([['1']]);
  expect(buffer.lostStretches()).toEqual([{ from: told(1).at, to: told(4).at }]);
  give();
  expect(given).toEqual([['1'], ['4'], ['5'], ['2', 'one'], ['watched']]);
});

it('loses nothing with a release that is told again with who took over', () => {
  const buffer = createWriteBuffer(2);
  buffer.add({ handovers: [{ ...told(1), to: null }, { ...told(1), at: told(2).at }, told(3, 'one')] });
  expect([buffer.lost(), buffer.waiting(), buffer.lostStretches()]).toEqual([1, 2, []]);
});

const alert = (name: string, seenAt = START) => firing(about(name, 'vacant'), { seenAt });
const delivery = (at: number) =>
  ({ receiver: 'slack', alertId: 'a', told: 'firing', severity: 'info', at }) as const;

it('holds the last of each alert and delivery, and writes them again when the store lost them', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({ alerts: [alert('a'), alert('b')], deliveries: [delivery(2)] });
  buffer.add({ alerts: [alert('a', START + 1)], deliveries: [delivery(1)] });
  const taken = () => {
    const batches = [...buffer.parts(1)].map(({ batch, written }) => {
      written();
      return batch;
    });
    const seen = batches.flatMap((batch) => batch.alerts.map(({ finding, seenAt }) => [finding.key, seenAt]));
    return [seen, batches.flatMap(({ deliveries }) => deliveries.map(({ at }) => at))];
  };
  const all = [
    [
      ['apps/a', START + 1],
      ['apps/b', START],
    ],
    [2],
  ];
  expect(taken()).toEqual(all);
  expect(buffer.isEmpty()).toBe(true);
  buffer.writtenLost({ from: 0, to: 0 }, true);
  expect(taken()).toEqual(all);
  buffer.add({ alerts: [alert('a', START + 2)] });
  buffer.writtenLost({ from: 0, to: 0 }, true);
  expect(taken()[0]).toContainEqual(['apps/a', START + 2]);
});

it('gives up the alerts that wait longest, and what the store refuses, and counts them', () => {
  const buffer = createWriteBuffer(3);
  buffer.add({ alerts: ['a', 'b', 'c', 'd'].map((name) => alert(name)) });
  expect(buffer.lost()).toBe(1);
  for (const { batch, written, refused } of buffer.parts(1)) {
    if (batch.alerts[0]?.finding.key === 'apps/c') refused();
    else written();
  }
  expect(buffer.lost()).toBe(2);
  buffer.writtenLost({ from: 0, to: 0 }, true);
  expect([...buffer.parts(9)].flatMap(({ batch }) => batch.alerts.map(({ finding }) => finding.key))).toEqual(
    ['apps/b', 'apps/d'],
  );
  expect(buffer.lostStretches()).toEqual([]);
});

it('never holds more than it may, whatever comes and goes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.record({ add: fc.integer({ min: 1, max: 30 }), minutes: fc.boolean() }),
          fc.record({ write: fc.integer({ min: 1, max: 8 }), during: fc.integer({ min: 0, max: 20 }) }),
        ),
        { maxLength: 30 },
      ),
      (steps) => {
        const buffer = createWriteBuffer(20);
        let next = 0;
        const out: number[] = [];
        const add = (count: number, minutes: boolean): void => {
          const ids = Array.from({ length: count }, () => next++);
          if (minutes) buffer.add({ minutes: ids.map((id) => minute(id * 60_000)) });
          else buffer.add({ handovers: ids.map((id) => told(id)) });
          expect(buffer.waiting()).toBeLessThanOrEqual(20);
        };
        const write = (rows: number, during: number): void => {
          for (const { batch, written } of buffer.parts(rows)) {
            if (during > 0) add(during, false);
            written();
            out.push(...batch.handovers.map(({ id }) => Number(id)));
            out.push(...batch.minutes.map((it) => it.minute / 60_000));
          }
        };
        for (const step of steps) {
          if ('add' in step) add(step.add, step.minutes);
          else write(step.write, step.during);
        }
        write(7, 0);
        expect(buffer.waiting()).toBe(0);
        // Once each; what was given up while it was being written may count as lost and be stored.
        expect(new Set(out).size).toBe(out.length);
        expect(out.length + buffer.lost()).toBeGreaterThanOrEqual(next);
      },
    ),
  );
});

it('joins losses, and cuts them out of what was watched', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 1, max: 3000 })), {
        maxLength: 300,
      }),
      (given) => {
        const losses = given.map(([from, length]) => ({ from, to: from + length }));
        let lost: { from: number; to: number }[] = [];
        for (const one of losses) lost = withLost(lost, one);
        expect(lost.length).toBeLessThanOrEqual(100);
        const pieces = withoutLost({ from: 100_000, to: 400_000 }, lost);
        for (const piece of pieces) {
          expect(piece.from).toBeGreaterThanOrEqual(100_000);
          expect(piece.to).toBeLessThanOrEqual(400_000);
          for (const { from, to } of losses) expect(piece.to <= from || piece.from >= to).toBe(true);
        }
        if (losses.length === 0) expect(pieces).toEqual([{ from: 100_000, to: 400_000 }]);
      },
    ),
  );
});
