import { expect, test } from 'vitest';
import { createReadLine } from '../../lib/history/read-line.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test('four at once, a hundred in line, the rest is refused; each gets its turn, also after one failed', async () => {
  const inLine = createReadLine();
  const begun: PromiseWithResolvers<number>[] = [];
  const outcomes: (number | string)[] = [];
  for (let index = 0; index < 105; index += 1) {
    inLine(() => {
      const one = Promise.withResolvers<number>();
      begun.push(one);
      return one.promise;
    }).then(
      (value) => outcomes.push(value),
      (error: { code?: string }) => outcomes.push(error.code ?? 'failed'),
    );
  }
  await settle();
  expect(begun).toHaveLength(4);
  expect(outcomes).toEqual(['history_overloaded']);
  begun[0]?.reject(new Error('no'));
  begun[1]?.resolve(1);
  await settle();
  expect(begun).toHaveLength(6);
  for (let index = 2; index < 104; index += 1) {
    begun[index]?.resolve(index);
    await settle();
  }
  expect(outcomes).toHaveLength(105);
});
