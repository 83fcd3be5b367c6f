import { ApiError } from '../../../../lib/server/api/api-error.ts';
import { json, only, route } from '../../../../lib/server/api/route.ts';

export const dynamic = 'force-dynamic';

/** "Try now": ends the wait before the next attempt to reach the API server. */
export const POST = route({}, ({ runtime }) => {
  const waitMs = runtime.retryNow();
  if (waitMs === 0) return json({ retrying: true }, 202);
  throw new ApiError('too_many_requests', 'Tried less than a second ago; wait a moment.', {
    headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
  });
});
export const { GET, PUT, PATCH, DELETE, OPTIONS } = only('POST');
