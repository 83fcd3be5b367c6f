import { only, route } from '../../../../lib/server/api/route.ts';
import { CLOCK_QUERY, listClocks } from '../../../../lib/server/leases/clock-list.ts';

export const dynamic = 'force-dynamic';

export const GET = route(CLOCK_QUERY, ({ query, runtime }) => listClocks(runtime, query));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
