import { expect, test } from 'vitest';
import { asSentence, failingHistory, historyWords } from '../../lib/view/history-words.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';

const ready: HistoryStatus = {
  state: 'ready',
  kind: 'sqlite',
  since: 0,
  keptFrom: 0,
  renewalsKeptFrom: 0,
  error: null,
  waiting: 0,
  lost: 0,
};
const error = {
  code: 'history_full',
  message: 'The history cannot be written: the disk is full.',
  hint: 'Make room on it.',
};
const failing: HistoryStatus = { ...ready, state: 'failing', error, waiting: 2 };

test('a history that fails has a notice: what is wrong, why, and what waits', () => {
  expect(failingHistory(failing)).toEqual({
    title: 'History is failing.',
    words:
      'The history cannot be written: the disk is full. Make room on it. 2 events wait to be written. Tenure keeps trying; where nothing can be read, what it remembers itself is shown.',
  });
  expect(failingHistory(ready)).toBeNull();
  expect(failingHistory({ ...ready, state: 'opening' })).toBeNull();
  expect(historyWords(ready)).toBeNull();
});

test('a hint of the API as a sentence, names of settings as they are', () => {
  expect(asSentence('check the network')).toBe('Check the network.');
  expect(asSentence('Done.')).toBe('Done.');
});
