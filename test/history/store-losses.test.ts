import { expect, it } from 'vitest';
import { createStoreLosses } from '../../lib/history/store-losses.ts';
import { createWriteBuffer, type WriteBuffer } from '../../lib/history/write-buffer.ts';
import { handover, START } from './batch-builder.ts';

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
