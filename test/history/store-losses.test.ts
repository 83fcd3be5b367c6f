import { expect, it } from 'vitest';
import { createStoreLosses } from '../../lib/history/store-losses.ts';
import { createWriteBuffer, type WriteBuffer } from '../../lib/history/write-buffer.ts';
import { handover, known, START } from './batch-builder.ts';

const told = (id: string, at: number, name = 'operator') => handover({ id, at: START + at, name });

function written(buffer: WriteBuffer): string[] {
  const ids: string[] = [];
  for (const part of buffer.parts(250)) {
    part.written();
    ids.push(...part.batch.handovers.map(({ id }) => id));
  }
  return ids;
}

/** A store that has kept `told` of this run is replaced by one that knows nothing of it. */
function replaced(created: boolean): string[] {
  const buffer = createWriteBuffer(100);
  const losses = createStoreLosses(buffer);
  losses.opened(START, { created: true, watched: [], keptFrom: null });
  buffer.add({ handovers: [told('1', 1000), told('2', 1000, 'other'), told('3', 2000)] });
  expect(written(buffer)).toEqual(['1', '2', '3']);
  losses.written(START + 3000, [{ scope: null, from: START, to: START + 3000 }], []);
  losses.suspect();
  losses.opened(START + 9000, { created, watched: [], keptFrom: null });
  expect(buffer.lostStretches()).toEqual([{ from: 0, to: START + 3000 }]);
  return written(buffer);
}

it('tells a store that is older than the run the last handover of each Lease again', () => {
  expect(replaced(false)).toEqual(['2', '3']);
});

it('tells one that was created none: nothing is there that it would continue', () => {
  expect(replaced(true)).toEqual([]);
});

it('takes for the last what happened last, not what was told last', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({ handovers: [told('later', 2000), told('earlier', 1000)] });
  written(buffer);
  buffer.writtenLost({ from: 0, to: START + 3000 }, false);
  expect(written(buffer)).toEqual(['later']);
});

it('remembers no more Leases than so many, those that changed hands last', () => {
  const buffer = createWriteBuffer(20_000);
  buffer.add({ handovers: Array.from({ length: 10_002 }, (_, id) => told(`${id}`, id, `name-${id}`)) });
  written(buffer);
  buffer.writtenLost({ from: 0, to: START + 20_000 }, false);
  const again = written(buffer);
  expect([again.length, again[0], again.at(-1)]).toEqual([10_000, '2', '10001']);
});

it('tells in front of what waits what happened before that, and loses nothing of either', () => {
  const buffer = createWriteBuffer(100);
  buffer.add({ handovers: [told('1', 1000, 'one'), told('2', 2000)] });
  written(buffer);
  buffer.add({
    handovers: [told('3', 3000), told('4', 4000, 'other')],
    leases: [known({ seenAt: START + 3000 })],
  });
  buffer.writtenLost({ from: 0, to: START + 2000 }, false);
  expect(buffer.waiting()).toBe(4);
  const parts = [...buffer.parts(1)].map(({ batch }) => [
    ...batch.handovers.map(({ id }) => id),
    ...batch.leases.map(({ name }) => name),
  ]);
  expect(parts).toEqual([['1'], ['2'], ['3', 'operator'], ['4']]);
});

it('tells of Leases that are gone since, but to one that was created', () => {
  const buffer = createWriteBuffer(20_000);
  const gone = (name: string, at: number) => known({ name, seenAt: START + at, goneAt: START + at });
  const leases = Array.from({ length: 10_002 }, (_, id) => gone(`name-${id}`, id));
  buffer.add({
    leases: [gone('long', -100_000), known(), gone('back', 1), ...leases, known({ name: 'back' })],
  });
  const names = (): string[] =>
    [...buffer.parts(20_000)].flatMap(({ batch, written: isWritten }) => {
      isWritten();
      return batch.leases.map(({ name }) => name);
    });
  expect(names()).toHaveLength(10_005);
  buffer.writtenLost({ from: START, to: START + 20_000 }, true);
  expect(names()).toEqual(['operator', 'back']);
  buffer.writtenLost({ from: START + 70_000, to: START + 80_000 }, false);
  expect(names().slice(0, 3)).toEqual(['operator', 'back', 'name-10000']);
  buffer.writtenLost({ from: START, to: START + 20_000 }, false);
  const again = names();
  expect([again.length, again[2], again.at(-1)]).toEqual([10_002, 'name-2', 'name-10001']);
});
