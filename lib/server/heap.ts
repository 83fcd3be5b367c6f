/** How far the JavaScript heap may grow, and how fast. */
import { setFlagsFromString } from 'node:v8';
import { HISTORY_LIMITS } from '../history/start-thread.ts';

const MB = 1024 * 1024;
/** A little more than V8 takes by itself, which is the least. */
const SHARE = { most: 0.55, least: 0.5 };
/** What is no heap: code, nurseries, buffers. */
const BESIDE = 104 * MB;
/** The thread of the history has a heap of its own. */
const THREAD = (HISTORY_LIMITS.maxOldGenerationSizeMb + HISTORY_LIMITS.maxYoungGenerationSizeMb) * MB;

/**
 * The flags that bound the heap by what the container may use, in bytes: of `constrained` (`process.constrainedMemory`)
 * and `total`, what the machine has, the least. None where the machine is all that bounds it, for then V8's own is
 * right, nor where `nodeOptions` (NODE_OPTIONS) says how large it may be.
 */
export function heapLimit(
  constrained: number,
  total: number,
  { hasHistory, nodeOptions = '' }: { hasHistory: boolean; nodeOptions?: string | undefined },
): string[] {
  if (!(constrained > 0 && constrained < total) || /--max[-_]old[-_]space[-_]size/.test(nodeOptions))
    return [];
  const left = constrained - BESIDE - (hasHistory ? THREAD : 0);
  const bytes = Math.max(SHARE.least * constrained, Math.min(SHARE.most * constrained, left));
  return [`--max-old-space-size=${Math.floor(bytes / MB)}`];
}

/** So much memory outside of its heap makes V8 begin a collection; untouched, it costs nothing. */
const PRESSURE_BYTES = 256 * MB;

/**
 * From now on the heap is collected when it is a seventh larger than what lives in it; by itself V8 lets it
 * grow to twice that. Not from the start: while a list of thousands of Leases is taken in nearly all that is
 * made stays, and collecting it again and again would only delay being live. When to collect next was settled by
 * the rules before, so one collection is asked for: step by step, beside everything else.
 */
export function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=15');
  new ArrayBuffer(PRESSURE_BYTES).slice(0, 1);
}
