import { listAlerts } from '../../../../lib/server/alerts/alert-list.ts';
import { ALERT_QUERY } from '../../../../lib/server/alerts/alert-query.ts';
import { only, route } from '../../../../lib/server/api/route.ts';
import { OF_CLUSTER } from '../../../../lib/server/kept/cluster-query.ts';

export const dynamic = 'force-dynamic';

export const GET = route({ ...ALERT_QUERY, ...OF_CLUSTER }, async ({ query, runtime }) => {
  await runtime.turns.take();
  return listAlerts(runtime, query);
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
