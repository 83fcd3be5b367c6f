import type { DetailReading } from '../../lib/client/use-lease-detail.ts';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import type { Permission, Permissions } from '../../lib/view/status.ts';

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

/**
 * What stays unanswered of a holder because Pods or nodes may not be read; null when nothing does. Only a
 * denial is said: what is not known yet is no news.
 */
export function limitedWords(permissions: Pick<Permissions, 'pods' | 'nodes'> | null): string | null {
  const denied = (['pods', 'nodes'] as const).filter((what) => permissions?.[what] === 'denied');
  if (denied.length === 0) return null;
  const asked = denied.includes('pods') ? 'which Pod holds it and on which node' : 'whether its node is well';
  return `Tenure may not read ${denied.join(' and ')}, so ${asked} stays unanswered. Everything else works.`;
}

/** An object that does exist and was not given: the API server did not answer. */
export function answeredBy(detail: LeaseDetail | null): boolean | null {
  return detail === null ? null : detail.raw !== null;
}
