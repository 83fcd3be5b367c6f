import { only, route } from '../../../../../lib/server/api/route.ts';
import { heatOfNodes } from '../../../../../lib/server/leases/node-list.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => heatOfNodes(runtime));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
