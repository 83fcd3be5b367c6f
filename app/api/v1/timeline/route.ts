import { only, route } from '../../../../lib/server/api/route.ts';
import { OF_CLUSTER } from '../../../../lib/server/kept/cluster-query.ts';
import { timeline } from '../../../../lib/server/kept/timeline.ts';
import { TIMELINE_QUERY } from '../../../../lib/server/kept/timeline-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...TIMELINE_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  timeline(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
