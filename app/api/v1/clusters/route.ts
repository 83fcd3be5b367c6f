import { only, route } from '../../../../lib/server/api/route.ts';
import { listClusters } from '../../../../lib/server/kept/clusters.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => listClusters(runtime));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
