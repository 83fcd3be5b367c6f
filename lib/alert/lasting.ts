/** How long an alert has been true, or was, for sentences. */
import { duration } from '../detect/words.ts';
import type { Alert } from './alert.ts';

/** "4 min 12 s": from when it began to be true, not from when it was found. `now`: epoch ms. */
export function lasting({ finding, resolvedAt }: Alert, now: number): string {
  return duration((resolvedAt ?? now) - finding.since);
}
