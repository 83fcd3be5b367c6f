import { only, route } from '../../../../../../lib/server/api/route.ts';
import { leaseDetail } from '../../../../../../lib/server/leases/lease-detail.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime, path }) =>
  leaseDetail(runtime, path.namespace ?? '', path.name ?? ''),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
