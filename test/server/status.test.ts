import { describe, expect, it } from 'vitest';
import { seenHistory } from '../../lib/server/status.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';
import { noHistory } from './no-history.ts';

const FAILING: HistoryStatus = {
  ...noHistory().status(),
  state: 'failing',
  error: { code: 'history_busy', message: 'locked (lease payments/secret)', hint: 'Look for it.' },
  waiting: 412,
  lost: 7,
};

describe('the history, told to who sees some namespaces', () => {
  it('counts nothing of all namespaces, and repeats no words of the database', () => {
    const { error, ...rest } = seenHistory(FAILING, new Set(['apps']));
    expect(rest).toMatchObject({ state: 'failing', waiting: 0, lost: 0 });
    expect(error).toMatchObject({ code: 'history_busy', hint: 'Look for it.' });
    expect(error?.message).not.toContain('payments');
  });
  it('is all there is for who sees everything', () => expect(seenHistory(FAILING, null)).toBe(FAILING));
});
