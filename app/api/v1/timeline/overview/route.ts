import { only, route } from '../../../../../lib/server/api/route.ts';
import { OF_CLUSTER } from '../../../../../lib/server/kept/cluster-query.ts';
import { timelineOverview } from '../../../../../lib/server/kept/timeline.ts';
import { OVERVIEW_QUERY } from '../../../../../lib/server/kept/timeline-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...OVERVIEW_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  timelineOverview(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
