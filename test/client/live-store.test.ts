import { expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../lib/client/live-state.ts';
import { createLiveStore } from '../../lib/client/live-store.ts';
import { handoverAt, NOW } from '../view/board-rows.ts';

it('a page of who is signed out has lost Tenure at once, until it is heard again', () => {
  const store = createLiveStore(() => 0);
  store.setLink({ type: 'stream', problem: null });
  expect(store.lost()).toBe(false);
  store.setLink({ type: 'signed-out', problem: null });
  expect(store.lost()).toBe(true);
  store.setLink({ type: 'stream', problem: null });
  expect(store.lost()).toBe(false);
});

it('what comes in before the page is told is told together, and is known at once', () => {
  const due: (() => void)[] = [];
  const store = createLiveStore(
    () => 0,
    (tell) => due.push(tell),
  );
  let told = 0;
  store.subscribe(() => (told += 1));
  store.setLink({ type: 'stream', problem: null });
  store.setLink({ type: 'polling', problem: null });
  expect([due.length, told, store.link().type]).toEqual([1, 0, 'polling']);
  due.shift()?.();
  expect(told).toBe(1);
  store.setLink({ type: 'stream', problem: null });
  due.shift()?.();
  expect(told).toBe(2);
});

it('what is taken over from the worker is another revision, and its handovers come to those that were fetched', () => {
  const store = createLiveStore(() => 0);
  store.adopt({ ...NOTHING_KNOWN, revision: 3 }, 0);
  store.seedHandovers([handoverAt(NOW, { id: 'fetched' })]);
  const { revision } = store.state();
  const handovers = new Map([['streamed', handoverAt(NOW, { id: 'streamed' })]]);
  store.adopt({ ...NOTHING_KNOWN, revision, handovers, streamed: handovers }, 0);
  expect(store.state().revision).toBeGreaterThan(revision);
  expect([...store.state().handovers.keys()]).toEqual(['fetched', 'streamed']);
});
