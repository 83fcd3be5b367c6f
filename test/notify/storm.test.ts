import { expect, it } from 'vitest';
import { stalled } from './storm.ts';

it('5,000 elections late are one root, and at most three messages', async () => {
  const { told, consequences } = await stalled(5000, 60_000);
  expect(consequences).toBeGreaterThan(1000);
  for (const messages of told) {
    expect(messages.length).toBeLessThanOrEqual(3);
    expect(messages[0]).toBe('slow-renewals:cluster firing');
    expect(messages.at(-1)).toBe('slow-renewals:cluster over');
    expect(new Set(messages.flatMap((one) => one.split(', ')).map((one) => one.split(' ')[0]))).toEqual(
      new Set(['slow-renewals:cluster']),
    );
  }
});
