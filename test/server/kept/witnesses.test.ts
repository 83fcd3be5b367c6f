import { expect, test } from 'vitest';
import type { Tell } from '../../../lib/kube/holder-lookup.ts';
import type { Handover } from '../../../lib/lease/handover.ts';
import type { ElectionEvent } from '../../../lib/lease/witness.ts';
import { createWitnesses, type Witness } from '../../../lib/server/kept/witnesses.ts';
import { createLog } from '../../../lib/server/log.ts';
import { fakeTime } from '../fake-timers.ts';
import { handover } from './handover-builder.ts';

const AGAIN_MS = 30_000;
const KEPT_MS = 3_600_000;

/** Events as the API server's look-up gives them: it never rejects; of what failed it is told why, and there are none. */
function setUp() {
  const time = fakeTime();
  const lines: string[] = [];
  const asked: { name: string; answer: (events: ElectionEvent[]) => void; fail: Tell }[] = [];
  const told: Handover[] = [];
  const events: Witness['events'] = (_, name, tell) =>
    new Promise((resolve) => {
      const fail: Tell = (...why) => {
        tell(...why);
        resolve([]);
      };
      asked.push({ name, answer: resolve, fail });
    });
  const witnesses = createWitnesses({
    witness: { events },
    told: (one) => void told.push(one),
    now: time.now,
    timers: time.timers,
    log: createLog('warn', { write: (line) => void lines.push(line) }),
  });
  const unseen = (index: number, over: Partial<Handover> = {}): Handover =>
    handover({
      id: `uid-${index}.1`,
      name: `lock-${index}`,
      cause: 'unseen',
      silentMs: null,
      vacantMs: null,
      evidence: { unwatchedFrom: time.now() - 10_000, unwatchedTo: time.now() },
      ...over,
    });
  const became = (holder: string): ElectionEvent => ({
    at: time.now() - 5000,
    message: `${holder} became leader`,
  });
  return {
    ...{ time, lines, asked, told, witnesses, unseen, became },
    names: () => asked.map(({ name }) => name),
  };
}
const locks = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `lock-${from + index}`);

test('after an outage of many all are asked for, some at a time', async () => {
  const { time, asked, names, witnesses, unseen } = setUp();
  for (let index = 0; index < 50; index += 1) witnesses.ask(unseen(index));
  expect(asked).toHaveLength(20);
  for (let index = 0; index < 30; index += 1) {
    asked[index]?.answer([]);
    await time.settle();
  }
  expect(names()).toEqual(locks(0, 50));
});

test('none is asked for that was seen, that was told, or whose Events are gone', async () => {
  const { time, asked, witnesses, unseen } = setUp();
  witnesses.ask(handover());
  witnesses.ask({ ...unseen(0), evidence: { eventHolders: 'a' } });
  expect(asked).toEqual([]);
  for (let index = 0; index < 21; index += 1) witnesses.ask(unseen(index));
  witnesses.ask(unseen(20));
  await time.advance(KEPT_MS + 1);
  asked[0]?.answer([]);
  await time.settle();
  expect(asked).toHaveLength(20);
});

test('after an outage of all elections that Tenure is made for none is left out', async () => {
  const { time, asked, names, witnesses, unseen } = setUp();
  for (let index = 0; index < 5000; index += 1) witnesses.ask(unseen(index));
  for (let index = 0; index < 5000; index += 1) {
    asked[index]?.answer([]);
    await time.settle();
  }
  expect(names()).toEqual(locks(0, 5000));
});

test('where Events may not be read nothing is asked again, and elsewhere everything is at once', async () => {
  const { time, asked, names, told, lines, witnesses, unseen, became } = setUp();
  for (let index = 0; index < 30; index += 1) witnesses.ask(unseen(index, { namespace: 'closed' }));
  for (let index = 30; index < 40; index += 1) witnesses.ask(unseen(index, { namespace: 'open' }));
  expect(names()).toEqual(locks(0, 20));
  for (const { fail } of asked) fail('events is forbidden', 'forbidden');
  await time.settle();
  expect(names().slice(20)).toEqual(locks(30, 40));
  for (const { answer } of asked.slice(20)) answer([became('node-b_2')]);
  await time.settle();
  expect(told.map(({ name }) => name)).toEqual(locks(30, 40));
  expect(lines).toEqual([]);
  expect(time.pending()).toBe(0);
  // It may have been granted since.
  witnesses.ask(unseen(40, { namespace: 'closed' }));
  expect(names().slice(30)).toEqual(locks(40, 41));
});

test('an API server that fails is left alone for a while, and asked again until the Events are gone', async () => {
  const { time, asked, names, told, lines, witnesses, unseen, became } = setUp();
  const events = [became('node-b_2')];
  const failAll = async (from: number) => {
    for (const { fail } of asked.slice(from)) fail('too many requests');
    await time.settle();
  };
  for (let index = 0; index < 30; index += 1) witnesses.ask(unseen(index));
  await failAll(0);
  await time.advance(AGAIN_MS - 1);
  expect(names()).toEqual(locks(0, 20));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('too many requests');
  await time.advance(1);
  // Those that were not asked about yet come first.
  expect(names().slice(20)).toEqual([...locks(20, 30), ...locks(0, 10)]);
  for (const { answer } of asked.slice(20)) answer(events);
  await time.settle();
  expect(told.map(({ name }) => name)).toEqual([...locks(20, 30), ...locks(0, 10)]);
  expect(names().slice(40)).toEqual(locks(10, 20));
  await failAll(40);
  await time.advance(AGAIN_MS);
  expect(names().slice(50)).toEqual(locks(10, 20));
  await time.advance(KEPT_MS);
  await failAll(50);
  await time.advance(AGAIN_MS);
  expect(asked).toHaveLength(60);
  expect(time.pending()).toBe(0);
});

test('of one that was told anew meanwhile the newest is told, whichever answer comes last', async () => {
  const { time, asked, told, witnesses, unseen, became } = setUp();
  const events = [became('node-c_3')];
  witnesses.ask(unseen(0, { to: null }));
  witnesses.ask(unseen(0, { to: 'node-b_2' }));
  for (const { answer } of asked.toReversed()) {
    answer(events);
    await time.settle();
  }
  expect(told).toMatchObject([{ to: 'node-b_2', evidence: { eventHolders: 'node-c_3' } }]);
});

test('what turns out to have been seen is told no more', async () => {
  const { time, asked, told, witnesses, unseen, became } = setUp();
  const events = [became('node-b_2')];
  witnesses.ask(unseen(0));
  witnesses.ask({ ...unseen(0), cause: 'recreated' });
  asked[0]?.answer(events);
  await time.settle();
  expect(told).toEqual([]);
});

test('after the end nothing is asked, and what is answered then is not told', async () => {
  const { time, asked, told, witnesses, unseen, became } = setUp();
  const events = [became('node-b_2')];
  for (let index = 0; index < 30; index += 1) witnesses.ask(unseen(index));
  asked[0]?.fail('timeout');
  await time.settle();
  witnesses.stop();
  witnesses.ask(unseen(30));
  for (const { answer } of asked) answer(events);
  await time.advance(AGAIN_MS);
  expect(told).toEqual([]);
  expect(asked).toHaveLength(20);
  expect(time.pending()).toBe(0);
});
