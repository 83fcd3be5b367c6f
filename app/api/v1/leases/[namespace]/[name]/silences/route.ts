import { only, route } from '../../../../../../../lib/server/api/route.ts';
import { TIME_RANGE } from '../../../../../../../lib/server/api/time-range.ts';
import { OF_CLUSTER } from '../../../../../../../lib/server/kept/cluster-query.ts';
import { leaseSilences } from '../../../../../../../lib/server/kept/timeline.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...TIME_RANGE, ...OF_CLUSTER }, ({ query, runtime, path }) =>
  leaseSilences(runtime, { namespace: path.namespace ?? '', name: path.name ?? '' }, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
