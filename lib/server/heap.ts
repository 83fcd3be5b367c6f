/** How fast the JavaScript heap may grow. */
import { setFlagsFromString } from 'node:v8';

/** So much memory outside of its heap makes V8 begin a collection; untouched, it costs nothing. */
const PRESSURE_BYTES = 256 * 1024 * 1024;

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
