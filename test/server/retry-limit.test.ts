import { expect, test } from 'vitest';
import { createRetryLimit } from '../../lib/server/retry-limit.ts';

test('once a second, whoever asks', () => {
  const limit = createRetryLimit(1000);
  expect([limit.take(0), limit.take(1), limit.take(999), limit.take(1000), limit.take(1500)]).toEqual([
    0, 999, 1, 0, 500,
  ]);
});
