/**
 * The order of the test files: those that take long come first, so that none of them is left alone at the end, and
 * those that wait for elections come between those that keep a browser busy. A clean clone knows no times of its own.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Of more than half a minute. Those that mostly wait: history, replicas, truth, findings, sender, sight and behind. */
export const LONG: readonly string[] = [
  'test/history/schedules.test.ts',
  'test/cluster/history.test.ts',
  'test/e2e/leaders.test.ts',
  'test/e2e/states.test.ts',
  'test/e2e/replicas.test.ts',
  'test/e2e/alerts.test.ts',
  'test/e2e/sign-in.test.ts',
  'test/cluster/truth.test.ts',
  'test/e2e/under-path.test.ts',
  'test/e2e/nodes.test.ts',
  'test/cluster/findings.test.ts',
  'test/e2e/timeline.test.ts',
  'test/server/sender.test.ts',
  'test/e2e/clusters.test.ts',
  'test/e2e/sight.test.ts',
  'test/cluster/sight.test.ts',
  'test/e2e/sight-by-rights.test.ts',
  'test/cluster/behind.test.ts',
  'test/attacks/browser.test.ts',
];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONG.indexOf(relative(this.ctx.config.root, moduleId));
      return index === -1 ? LONG.length : index;
    };
    const group = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    return (await super.sort(files)).toSorted((a, b) => group(a) - group(b) || rank(a) - rank(b));
  }
}
