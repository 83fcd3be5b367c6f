import { only, route } from '../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, async ({ runtime }) => {
  const { metrics } = runtime;
  return new Response(await metrics.text(), {
    headers: { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' },
  });
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
