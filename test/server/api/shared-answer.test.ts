import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { sharedAnswer } from '../../../lib/server/api/shared-answer.ts';
import { fakeTime } from '../fake-timers.ts';

const FRESH_MS = 1000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function setUp() {
  const time = fakeTime();
  const key = {};
  const made: { resolve: (answer: object) => void; reject: (error: Error) => void }[] = [];
  const ask = sharedAnswer(
    FRESH_MS,
    (_: { version: string }) =>
      new Promise<object>((resolve, reject) => {
        made.push({ resolve, reject });
      }),
    { keyOf: () => key, timers: () => time.timers, versionOf: ({ version }) => version },
  );
  return { time, made, ask: (version = '1') => ask({ version }) };
}

test('an answer is let go when it is shared no more, though nobody asks again', async () => {
  const { time, made, ask } = setUp();
  const held = (() => {
    const answer = {};
    void ask();
    made.pop()?.resolve(answer);
    return new WeakRef(answer);
  })();
  await time.advance(FRESH_MS - 1);
  collect();
  expect(held.deref()).toBeDefined();
  // What was looked at stays until the turn ends.
  await new Promise(setImmediate);
  await time.advance(1);
  collect();
  expect(held.deref()).toBeUndefined();
  expect(time.pending()).toBe(0);
});

test('neither the end nor the failure of an older answer ends a newer one', async () => {
  const { time, made, ask } = setUp();
  const older = ask('1');
  await time.advance(FRESH_MS / 2);
  const newer = ask('2');
  made[0]?.reject(new Error('reset'));
  await expect(older).rejects.toThrow('reset');
  expect(ask('2')).toBe(newer);
  await time.advance(FRESH_MS / 2);
  expect(ask('2')).toBe(newer);
  await time.advance(FRESH_MS / 2);
  expect(ask('2')).not.toBe(newer);
});
