import { ApiError } from '../../lib/server/api/api-error.ts';
import { only, route } from '../../lib/server/api/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, async ({ runtime, viewer }) => {
  // They are about all Leases, and have no part of them left out.
  if (viewer.sight !== null) throw new ApiError('forbidden', 'Metrics are for who may see all Leases.');
  const { metrics } = runtime;
  return new Response(await metrics.text(), {
    headers: { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' },
  });
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
