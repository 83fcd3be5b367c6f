import { only, route } from '../../../../lib/server/api/route.ts';
import { OF_CLUSTER } from '../../../../lib/server/kept/cluster-query.ts';
import { RENEWAL_QUERY, renewalsOf } from '../../../../lib/server/kept/renewal-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...RENEWAL_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  renewalsOf(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
