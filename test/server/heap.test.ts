import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { HISTORY_LIMITS } from '../../lib/history/start-thread.ts';
import { heapLimit } from '../../lib/server/heap.ts';
import { ROOT } from '../setup/stack.ts';

const MB = 1024 * 1024;

test('a container bounds the heap, with room for all that is no heap', () => {
  expect(heapLimit(1024 * MB, 16_384 * MB, { hasHistory: true })).toEqual(['--max-old-space-size=563']);
  expect(heapLimit(8192 * MB, 16_384 * MB, { hasHistory: true })).toEqual(['--max-old-space-size=4505']);
});

test('under the limit of the chart both heaps may be full, and what is none has 100 MB', () => {
  const { resources } = load(readFileSync(join(ROOT, 'deploy/chart/values.yaml'), 'utf8')) as {
    resources: { limits: { memory: string } };
  };
  const limit = Number(/^(\d+)Mi$/.exec(resources.limits.memory)?.[1]);
  const heap = Number(heapLimit(limit * MB, 16_384 * MB, { hasHistory: true })[0]?.replace(/^.*=/, ''));
  const thread = HISTORY_LIMITS.maxOldGenerationSizeMb + HISTORY_LIMITS.maxYoungGenerationSizeMb;
  expect(limit - heap - thread).toBeGreaterThanOrEqual(100);
  expect(heap).toBeGreaterThanOrEqual(limit / 2);
});

test('without a history its thread takes nothing', () => {
  expect(heapLimit(512 * MB, 16_384 * MB, { hasHistory: false })).toEqual(['--max-old-space-size=281']);
  expect(heapLimit(224 * MB, 16_384 * MB, { hasHistory: false })).toEqual(['--max-old-space-size=120']);
});

test('a small one has never less than V8 gives by itself, which is half', () => {
  expect(heapLimit(256 * MB, 16_384 * MB, { hasHistory: true })).toEqual(['--max-old-space-size=128']);
  expect(heapLimit(512 * MB, 16_384 * MB, { hasHistory: true })).toEqual(['--max-old-space-size=256']);
});

test.each([
  ['what the machine has', 16_384 * MB],
  ['more, as the kernel writes that there is no limit', 2 ** 64],
  ['not known', 0],
])('V8 decides where the limit is %s', (_, constrained) => {
  expect(heapLimit(constrained, 16_384 * MB, { hasHistory: true })).toEqual([]);
});

test.each([
  '--max-old-space-size=600',
  '--trace-gc --max_old_space_size=600',
  '--max-old-space-size-percentage=50',
])('whoever starts it has the last word: %s', (nodeOptions) =>
  expect(heapLimit(768 * MB, 16_384 * MB, { hasHistory: true, nodeOptions })).toEqual([]),
);
