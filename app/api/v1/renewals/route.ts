import { OF_CLUSTER } from '../../../../lib/server/cluster-query.ts';
import { RENEWAL_QUERY, renewalsOf } from '../../../../lib/server/renewal-query.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...RENEWAL_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  renewalsOf(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
