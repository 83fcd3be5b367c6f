import { OF_CLUSTER } from '../../../../lib/server/cluster-query.ts';
import { only, route } from '../../../../lib/server/route.ts';
import { timeline } from '../../../../lib/server/timeline.ts';
import { TIMELINE_QUERY } from '../../../../lib/server/timeline-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...TIMELINE_QUERY, ...OF_CLUSTER }, ({ query, runtime }) =>
  timeline(runtime, query),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
