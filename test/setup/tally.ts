/**
 * Ends a run with what was left out and why, and with one line for machines: `N passed, N failed`, and
 * `, N skipped` when there were any. What broke outside of a test counts as a failure.
 */
import type { Reporter, TestModule } from 'vitest/node';

type Errors = readonly unknown[];

export type Counts = { passed: number; failed: number; skipped: number };

/** Modules that could not even be read, or whose hooks failed, count once each besides their tests. */
export function count(modules: readonly TestModule[], unhandled: Errors): Counts {
  const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that never ran (its file broke off, the run was stopped) has not passed.
      if (state === 'passed') counts.passed += 1;
      else if (state === 'skipped') counts.skipped += 1;
      else failedHere += 1;
    }
    if (failedHere === 0 && module.state() === 'failed') failedHere = 1;
    counts.failed += failedHere;
  }
  return counts;
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function leftOut(modules: readonly TestModule[]): string[] {
  const names = modules.flatMap((module) =>
    [...module.children.allSuites()].map((suite) => suite.name).filter((name) => name.includes('[skipped: ')),
  );
  return [...new Set(names)];
}

export class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: Errors): void {
    const lines = [...leftOut(modules), summary(count(modules, unhandled))];
    // Straight to the stream: this is what the run is asked for, not a log.
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
