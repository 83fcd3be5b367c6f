import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { expect, onTestFinished, test } from 'vitest';
import { startThread } from '../../lib/history/start-thread.ts';

/** Answers whatever it is asked with how large its heap may become. */
const WORKER = `
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id }) => parentPort.postMessage({ id, value: getHeapStatistics().heap_size_limit }));
`;

test('the thread has a limit of its own, whatever flag bounds its caller', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-thread-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const worker = join(folder, 'worker.mjs');
  writeFileSync(worker, WORKER);
  setFlagsFromString('--max-old-space-size=1000');
  const link = startThread(worker)(() => undefined);
  const limit: unknown = await link.call('check');
  await link.end();
  expect(Number(limit) / (1024 * 1024)).toBeGreaterThanOrEqual(256);
  expect(Number(limit) / (1024 * 1024)).toBeLessThan(400);
});
