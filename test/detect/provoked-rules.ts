/** The same for each rule; in several files, so that they run beside each other. */
import { expect, it } from 'vitest';
import type { Rule } from '../../lib/detect/finding.ts';
import { provoke } from './provoking.ts';

const TIMES = 50;
const SEED = 1;

export function itFinds(rules: readonly Rule[]): void {
  it.each(rules)(
    `%s, ${TIMES} times with random timing: each time, within a second, and nothing else`,
    (rule) => {
      const { missed, strangers, delaysMs } = provoke(rule, TIMES, SEED);
      expect(missed).toEqual([]);
      expect(strangers).toEqual([]);
      // Not before it is known, nor a second after.
      expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...delaysMs)).toBeLessThanOrEqual(1000);
    },
  );
}
