import { OF_CLUSTER } from '../../../../../lib/server/cluster-query.ts';
import { only, route } from '../../../../../lib/server/route.ts';
import { timelineOverview } from '../../../../../lib/server/timeline.ts';
import { OVERVIEW_QUERY } from '../../../../../lib/server/timeline-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...OVERVIEW_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  timelineOverview(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
