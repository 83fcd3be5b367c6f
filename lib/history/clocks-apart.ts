/** What the clocks of those who write one store differ by. */
import type { StoreKind } from './failure.ts';

/** How far apart two replicas may stamp the same moment, ms. */
export const CLOCKS_APART_MS = 5000;

/** The same of all who may write a store of this kind: a file is one replica's. */
export function clocksApartMs(kind: StoreKind | null): number {
  return kind === 'postgresql' ? CLOCKS_APART_MS : 0;
}
