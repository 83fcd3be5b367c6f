import { listClusters } from '../../../../lib/server/clusters.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => listClusters(runtime));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
