import { expect, test } from 'vitest';
import { heapLimit } from '../../lib/server/heap.ts';

const MB = 1024 * 1024;

test('a container bounds the heap, with room for all that is no heap', () => {
  expect(heapLimit(768 * MB, 16_384 * MB)).toEqual(['--max-old-space-size=422']);
  // Never less than V8 gives by itself, which is half.
  expect(heapLimit(256 * MB, 16_384 * MB)).toEqual(['--max-old-space-size=140']);
  expect(heapLimit(8192 * MB, 16_384 * MB)).toEqual(['--max-old-space-size=4505']);
});

test.each([
  ['what the machine has', 16_384 * MB],
  ['more, as the kernel writes that there is no limit', 2 ** 64],
  ['not known', 0],
])('V8 decides where the limit is %s', (_, constrained) => {
  expect(heapLimit(constrained, 16_384 * MB)).toEqual([]);
});

test.each([
  '--max-old-space-size=600',
  '--trace-gc --max_old_space_size=600',
  '--max-old-space-size-percentage=50',
])('whoever starts it has the last word: %s', (nodeOptions) =>
  expect(heapLimit(768 * MB, 16_384 * MB, nodeOptions)).toEqual([]),
);
