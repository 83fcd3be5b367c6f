import { listNodes, NODE_QUERY } from '../../../../lib/server/node-list.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route(NODE_QUERY, ({ query, runtime }) => listNodes(runtime, query));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
