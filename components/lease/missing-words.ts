import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import type { Permission } from '../../lib/view/status.ts';

/** Why something that is read on demand is not there; null when it was read and there is none. */
export function missingWords({
  what,
  permission,
  reading,
  answered,
}: {
  what: 'events' | 'pods' | 'leasecandidates';
  permission: Permission;
  reading: Pick<DetailReading, 'problem' | 'reading'>;
  /** Whether the API server gave the object itself; null while it is being asked. */
  answered: boolean | null;
}): string | null {
  if (permission === 'denied') {
    return `Could not be read because Tenure may not list ${what}. Grant get and list on ${what}; everything else works without.`;
  }
  if (reading.problem !== null) return `Could not be read because ${reading.problem}.`;
  if (answered === null) return 'Reading…';
  if (!answered) return 'Could not be read because the API server did not answer in time.';
  return permission === 'unknown'
    ? `Whether Tenure may list ${what} is not known yet; none were found.`
    : null;
}

/** An object that does exist and was not given: the API server did not answer. */
export function answeredBy(detail: LeaseDetail | null): boolean | null {
  return detail === null ? null : detail.raw !== null;
}
