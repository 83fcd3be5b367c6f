/**
 * The history's figures in a thread of their own, where the product asks its store too: what a bench has loaded besides
 * would be collected within a question.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HISTORY_LIMITS } from '../../lib/history/start-thread.ts';
import type { Figure } from './report.ts';

export type HistoryFigures = 'historyTimeline' | 'historyRenewals';

export function inThread(name: HistoryFigures, quick: boolean): Promise<Figure[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), {
      workerData: { name, quick },
      resourceLimits: HISTORY_LIMITS,
    });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

if (!isMainThread) {
  const { name, quick } = workerData as { name: HistoryFigures; quick: boolean };
  const figures = await import('./history-figures.ts');
  parentPort?.postMessage(await figures[name]({ quick }));
}
