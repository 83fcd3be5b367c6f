import { expect, test } from 'vitest';
import { untoldInsight } from '../../lib/view/insight-untold.ts';
import type { HistoryStatus } from '../../lib/view/status.ts';

const ready: HistoryStatus = {
  ...{ state: 'ready', kind: 'sqlite', since: 0, keptFrom: 0, renewalsKeptFrom: 0 },
  ...{ error: null, waiting: 0, lost: 0 },
};

test('what a range amounts to is not dropped in silence', () => {
  expect(untoldInsight(ready, false, null)).toBeNull();
  expect(untoldInsight(ready, true, null)).toBe('Reading…');
  expect(untoldInsight(ready, true, 'Tenure answered HTTP 503')).toBe('Not told. Tenure answered HTTP 503.');
  expect(untoldInsight({ ...ready, state: 'failing' }, false, null)).toBe(
    'Not told now: the history is failing. It is tried again, and this appears by itself.',
  );
  expect(untoldInsight({ ...ready, state: 'off' }, true, null)).toContain('TENURE_DATABASE_URL');
  expect(untoldInsight({ ...ready, state: 'opening' }, true, null)).toContain('being opened');
});
