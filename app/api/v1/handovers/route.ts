import { only, route } from '../../../../lib/server/api/route.ts';
import { OF_CLUSTER } from '../../../../lib/server/kept/cluster-query.ts';
import { HANDOVER_QUERY } from '../../../../lib/server/kept/handover-query.ts';
import { listHandovers } from '../../../../lib/server/kept/list-handovers.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...HANDOVER_QUERY, ...OF_CLUSTER }, async ({ query, runtime }) => {
  await runtime.turns.take();
  return listHandovers(runtime, query);
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
