/** An incident as a file to be saved: of a name that says of which cluster and which range it is. */
import type { Incident } from '../../view/incident.ts';
import { incidentHtml, POLICY } from '../../view/incident-html.ts';
import type { IncidentQuery } from './incident-query.ts';

const LONGEST_NAME = 40;

export function incidentFile(incident: Incident, format: IncidentQuery['format'] = 'html'): Response {
  const isHtml = format === 'html';
  return new Response(isHtml ? incidentHtml(incident) : JSON.stringify(incident), {
    headers: {
      'Content-Type': isHtml ? 'text/html; charset=utf-8' : 'application/json',
      'Content-Disposition': `attachment; filename="${fileName(incident, isHtml ? 'html' : 'json')}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // Shown in the browser all the same it is a stranger to Tenure's own pages.
      'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'; sandbox`,
    },
  });
}

/** "incident-prod-eu-20260305T025907Z-20260305T031407Z.html": letters that every system and mail program bears. */
export function fileName(
  { cluster, from, to }: Pick<Incident, 'cluster' | 'from' | 'to'>,
  ending: string,
): string {
  const name = (cluster.name ?? '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_NAME);
  const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return ['incident', ...(name === '' ? [] : [name]), stamp(from), stamp(to)].join('-').concat('.', ending);
}
