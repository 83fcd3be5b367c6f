import { ApiError } from '../../lib/server/api/api-error.ts';
import { only, route } from '../../lib/server/api/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime }) => {
  const reason = runtime.notReady();
  if (reason !== null) throw new ApiError('not_ready', reason);
  return { status: 'ready' };
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
