import { expect, it } from 'vitest';
import { createLanes } from '../../../lib/server/auth/auth-lanes.ts';

/** Questions that are answered one by one, by hand. */
function setUp(bounds: { most: number; waitingOfOne?: number; waiting?: number }) {
  const lanes = createLanes({ waitingOfOne: 100, waiting: 100, ...bounds });
  const begun: string[] = [];
  const answers: (() => void)[] = [];
  const ask = (whose: string): Promise<string> =>
    lanes(whose, () => {
      begun.push(whose);
      return new Promise<string>((resolve) => answers.push(() => resolve(whose)));
    });
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await new Promise(setImmediate);
  };
  return { ask, answer, begun, lanes };
}
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: unknown) => String((error as { code: string }).code),
  );

it('whoever asks much makes nobody else wait for all of it', async () => {
  const { ask, answer, begun } = setUp({ most: 1 });
  const asked = ['a', 'a', 'a', 'a', 'b', 'c', 'b'].map(ask);
  for (let at = 0; at < asked.length; at += 1) await answer();
  expect(await Promise.all(asked)).toEqual(['a', 'a', 'a', 'a', 'b', 'c', 'b']);
  expect(begun).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
});

it('so many are asked at a time, also after one that failed', async () => {
  const { ask, answer, begun, lanes } = setUp({ most: 2 });
  await expect(lanes('x', () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  const asked = ['a', 'b', 'c'].map(ask);
  expect(begun).toEqual(['a', 'b']);
  await answer();
  expect(begun).toEqual(['a', 'b', 'c']);
  await answer();
  await answer();
  await Promise.all(asked);
});

it('what waits has an end, of one and of all', async () => {
  const { ask, answer } = setUp({ most: 1, waitingOfOne: 2, waiting: 3 });
  const asked = ['a', 'a', 'a'].map(ask);
  expect(await codeOf(ask('a'))).toBe('overloaded');
  asked.push(ask('b'));
  expect(await codeOf(ask('c'))).toBe('overloaded');
  await answer();
  asked.push(ask('c'));
  for (let at = 1; at < asked.length; at += 1) await answer();
  expect(await Promise.all(asked)).toHaveLength(5);
});
