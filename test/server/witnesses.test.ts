import { expect, test } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import type { ElectionEvent } from '../../lib/lease/witness.ts';
import { createLog } from '../../lib/server/log.ts';
import { createWitnesses } from '../../lib/server/witnesses.ts';
import { fakeTime } from './fake-timers.ts';
import { handover } from './handover-builder.ts';

function setUp() {
  const time = fakeTime();
  const asked: { name: string; answer: (events: ElectionEvent[] | Error) => void }[] = [];
  const told: Handover[] = [];
  const witnesses = createWitnesses({
    witness: (_, name) =>
      new Promise((resolve, reject) => {
        const answer = (events: ElectionEvent[] | Error): void =>
          events instanceof Error ? reject(events) : resolve(events);
        asked.push({ name, answer });
      }),
    told: (one) => void told.push(one),
    now: time.now,
    log: createLog('silent'),
  });
  const unseen = (index: number): Handover =>
    handover({
      id: `uid-${index}.1`,
      name: `lock-${index}`,
      cause: 'unseen',
      silentMs: null,
      vacantMs: null,
    });
  return { time, asked, told, witnesses, unseen };
}

test('after an outage of many all are asked for, some at a time, also where some cannot be read', async () => {
  const { time, asked, witnesses, unseen } = setUp();
  for (let index = 0; index < 50; index += 1) witnesses.ask(unseen(index));
  expect(asked).toHaveLength(20);
  for (let index = 0; index < 30; index += 1) {
    asked[index]?.answer(index % 2 === 0 ? [] : new Error('forbidden'));
    await time.settle();
  }
  expect(asked.map(({ name }) => name)).toEqual(Array.from({ length: 50 }, (_, index) => `lock-${index}`));
});

test('none is asked for that was seen, that was told, or whose Events are gone', async () => {
  const { time, asked, witnesses, unseen } = setUp();
  witnesses.ask(handover());
  witnesses.ask({ ...unseen(0), evidence: { eventHolders: 'a' } });
  expect(asked).toEqual([]);
  for (let index = 0; index < 21; index += 1) witnesses.ask(unseen(index));
  witnesses.ask(unseen(20));
  await time.advance(3_600_001);
  asked[0]?.answer([]);
  await time.settle();
  expect(asked).toHaveLength(20);
});
