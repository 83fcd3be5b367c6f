import { only, route } from '../../../../lib/server/api/route.ts';
import { listNodes, NODE_QUERY } from '../../../../lib/server/leases/node-list.ts';

export const dynamic = 'force-dynamic';

export const GET = route(NODE_QUERY, ({ query, runtime }) => listNodes(runtime, query));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
