import { leaseDetail } from '../../../../../../lib/server/lease-detail.ts';
import { only, route } from '../../../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime, path }) =>
  leaseDetail(runtime, path.namespace ?? '', path.name ?? ''),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
