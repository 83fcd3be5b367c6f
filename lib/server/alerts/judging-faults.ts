/** Leases at which judging failed: told in the log once a mistake, counted, and left as they were. */
import type { Finding } from '../../detect/finding.ts';
import { leaseKey } from '../../lease/record.ts';
import type { TrackedLease } from '../../lease/tracked.ts';
import type { Log } from '../log.ts';

/** What a mistake says may hold a name: then thousands of them are one. */
const MOST_TOLD = 20;

export function createJudgingFaults(log: Pick<Log, 'error'>) {
  const told = new Set<string>();
  let leases = new Set<string>();
  let total = 0;
  return {
    /** A round begins. */
    begin(): void {
      if (leases.size > 0) leases = new Set();
    },
    add({ record }: TrackedLease, error: unknown): void {
      total += 1;
      leases.add(leaseKey(record));
      const message = error instanceof Error ? error.message : String(error);
      if (told.size >= MOST_TOLD || told.has(message)) return;
      told.add(message);
      log.error({ err: error, lease: leaseKey(record) }, 'a Lease could not be judged; the others are');
    },
    /** Whether it is about one of those of this round: nobody knows whether it is still so. */
    concern({ subject: { namespace, name } }: Finding): boolean {
      return (
        leases.size > 0 && namespace !== null && name !== null && leases.has(leaseKey({ namespace, name }))
      );
    },
    total: (): number => total,
  };
}
