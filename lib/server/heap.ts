/** How fast the JavaScript heap may grow. */
import { setFlagsFromString } from 'node:v8';

/**
 * From now on the heap is collected when it is a seventh larger than what lives in it; by itself V8 lets it
 * grow to twice that. Not from the start: while a list of thousands of Leases is taken in nearly all that is
 * made stays, and collecting it again and again would only delay being live.
 */
export function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=15');
}
