/** What the server is asked for when somebody saves an incident: as `apiUrl` takes it. */
import type { AlertView } from './alert.ts';
import { alertRange } from './alert-times.ts';
import type { RangeWords } from './timeline-range.ts';

export const INCIDENT_PATH = '/api/v1/incident';

/** `html` is one file for people; `json` holds the same for programs. */
export type IncidentFormat = 'html' | 'json';

/** Of which Leases; all where none is named. */
export type IncidentScope = {
  namespace?: readonly string[];
  name?: readonly string[];
  class?: readonly string[];
  q?: string;
};

export type IncidentQuery = Record<string, string | readonly string[]>;

/** `apiUrl(INCIDENT_PATH, incidentQuery(…))`: the file of this stretch of time. */
export function incidentQuery(
  { from, to }: RangeWords,
  scope: IncidentScope = {},
  format: IncidentFormat = 'html',
): IncidentQuery {
  const { namespace = [], name = [], class: classes = [], q = '' } = scope;
  return {
    from,
    to,
    ...(namespace.length === 0 ? {} : { namespace }),
    ...(name.length === 0 ? {} : { name }),
    ...(classes.length === 0 ? {} : { class: classes }),
    ...(q === '' ? {} : { q }),
    format,
  };
}

/** The file of the stretch that shows this alert, of all Leases: what else happened is part of it. `now`: epoch ms. */
export function alertIncidentQuery(
  alert: Pick<AlertView, 'since' | 'until' | 'resolvedAt'>,
  now: number,
  format: IncidentFormat = 'html',
): IncidentQuery {
  return incidentQuery(alertRange(alert, now), {}, format);
}
