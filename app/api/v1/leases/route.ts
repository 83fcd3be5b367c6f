import { LEASE_QUERY } from '../../../../lib/server/lease-query.ts';
import { listLeases } from '../../../../lib/server/list-leases.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route(LEASE_QUERY, ({ query, runtime }) => listLeases(runtime, query));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
