/** How long an alert has been true, or was, for sentences. */
import { duration } from '../detect/words.ts';
import type { Alert } from './alert.ts';

/** "4 min 12 s": from when it began to be true, not from when it was found, to when it was so no more, not to when that was settled. `now`: epoch ms. */
export function lasting({ finding, missingSince, resolvedAt }: Alert, now: number): string {
  const end = resolvedAt === null ? now : (missingSince ?? resolvedAt);
  return duration(end - finding.since);
}
