import { expect, it } from 'vitest';
import { createLiveStore } from '../../lib/client/live-store.ts';

it('a page of who is signed out has lost Tenure at once, until it is heard again', () => {
  const store = createLiveStore(() => 0);
  store.setLink({ type: 'stream', problem: null });
  expect(store.lost()).toBe(false);
  store.setLink({ type: 'signed-out', problem: null });
  expect(store.lost()).toBe(true);
  store.setLink({ type: 'stream', problem: null });
  expect(store.lost()).toBe(false);
});
