import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import type { Permission } from '../../lib/view/status.ts';

/** Why something that is read on demand is not there; null when it was read and there is none. */
export function missingWords({
  what,
  permission,
  reading,
  read,
}: {
  what: 'events' | 'pods' | 'leasecandidates';
  permission: Permission;
  reading: Pick<DetailReading, 'problem' | 'reading'>;
  read: boolean;
}): string | null {
  if (permission === 'denied') {
    return `Could not be read because Tenure may not list ${what}. Grant get and list on ${what}; everything else works without.`;
  }
  if (reading.problem !== null) return `Could not be read because ${reading.problem}.`;
  if (!read) return 'Reading…';
  return permission === 'unknown'
    ? `Whether Tenure may list ${what} is not known yet; none were found.`
    : null;
}
