import { heatOfNodes } from '../../../../../lib/server/node-list.ts';
import { only, route } from '../../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => heatOfNodes(runtime));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
