import { OF_CLUSTER } from '../../../../lib/server/cluster-query.ts';
import { only, route } from '../../../../lib/server/route.ts';
import { TIME_RANGE } from '../../../../lib/server/time-range.ts';
import { blindSpots } from '../../../../lib/server/timeline.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...TIME_RANGE, ...OF_CLUSTER }, ({ query, runtime }) =>
  blindSpots(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
