import { expect, test } from 'vitest';
import { createTurns } from '../../lib/server/turns.ts';

test('a thousand at once are done one a turn, in the order of asking', async () => {
  const soon: (() => void)[] = [];
  const turns = createTurns({ soon: (run) => void soon.push(run) });
  const done: number[] = [];
  for (let index = 0; index < 1000; index++) void turns.take().then(() => done.push(index));
  for (let turn = 0; turn < 1000; turn++) {
    expect([done.length, soon.length]).toEqual([turn, 1]);
    soon.shift()?.();
    await Promise.resolve();
  }
  expect(done).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(soon).toEqual([]);
});

test('who asks while another has its turn gets the next one', async () => {
  const soon: (() => void)[] = [];
  const turns = createTurns({ soon: (run) => void soon.push(run) });
  let done = 0;
  const again = async (): Promise<void> => {
    await turns.take();
    done += 1;
    if (done < 3) await again();
  };
  void again();
  for (let turn = 1; turn <= 3; turn++) {
    soon.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    expect([done, soon.length]).toEqual([turn, turn < 3 ? 1 : 0]);
  }
});
