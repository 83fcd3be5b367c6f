import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/setup/order.ts';
import { Tally } from './test/setup/tally.ts';

const slow = [
  'test/cluster/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/attacks/**/*.test.ts',
  'test/server/sender.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', new Tally()],
    // Suites of elections and takeovers mostly wait: beside one of them another gets on.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: slow,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts', 'test/server/sender.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/attacks/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
