import { only, route } from '../../../../lib/server/api/route.ts';
import { LEASE_QUERY } from '../../../../lib/server/leases/lease-query.ts';
import { listLeases } from '../../../../lib/server/leases/list-leases.ts';

export const dynamic = 'force-dynamic';

export const GET = route(LEASE_QUERY, ({ query, runtime }) => listLeases(runtime, query));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
