import { expect, test } from 'vitest';
import { createTurns } from '../../lib/server/turns.ts';

function setUp() {
  let now = 0;
  const soon: (() => void)[] = [];
  const later: { ms: number; run: () => void }[] = [];
  const turns = createTurns(
    {
      soon: (run) => void soon.push(run),
      after(ms, run) {
        later.push({ ms, run });
        return () => undefined;
      },
    },
    () => now,
  );
  return {
    turns,
    soon,
    later,
    work(ms: number) {
      now += ms;
    },
    /** The loop turns once: what was asked for before it, and what promises follow from that. */
    async turn() {
      for (const run of soon.splice(0)) run();
      for (let settle = 0; settle < 5; settle++) await Promise.resolve();
    },
  };
}

test('pieces are done one at a time, in the order of asking, each followed by as long a rest', async () => {
  const { turns, soon, later, work, turn } = setUp();
  const done: number[] = [];
  for (const ms of [10, 30, 20]) {
    void turns.take().then(() => {
      work(ms);
      done.push(ms);
    });
  }
  for (const [index, ms] of [10, 30, 20].entries()) {
    await turn();
    expect(done).toHaveLength(index + 1);
    await turn();
    expect([soon.length, later.map((rest) => rest.ms)]).toEqual([0, [ms]]);
    later.shift()?.run();
  }
  expect(done).toEqual([10, 30, 20]);
  expect([soon.length, later.length]).toEqual([0, 0]);
});

test('after a rest in which nobody asked, who asks has the next turn', async () => {
  const { turns, later, turn } = setUp();
  let done = 0;
  for (let round = 1; round <= 3; round++) {
    void turns.take().then(() => {
      done += 1;
    });
    await turn();
    expect(done).toBe(round);
    await turn();
    later.shift()?.run();
  }
});
