import { only, route } from '../../../../lib/server/api/route.ts';
import { listRules } from '../../../../lib/server/rules/rule-list.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => listRules(runtime));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
