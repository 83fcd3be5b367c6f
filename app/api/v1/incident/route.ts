import { only, route } from '../../../../lib/server/api/route.ts';
import { gatherIncident } from '../../../../lib/server/incident/incident.ts';
import { incidentFile } from '../../../../lib/server/incident/incident-file.ts';
import { INCIDENT_QUERY } from '../../../../lib/server/incident/incident-query.ts';
import { OF_CLUSTER } from '../../../../lib/server/kept/cluster-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...INCIDENT_QUERY, ...OF_CLUSTER }, async ({ query, runtime, viewer }) =>
  incidentFile(await gatherIncident(runtime, query, viewer.user), query.format),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
