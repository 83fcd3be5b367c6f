import { only, route } from '../../../../lib/server/api/route.ts';
import { authStatus } from '../../../../lib/server/auth/auth-status.ts';
import { sharedConfig } from '../../../../lib/server/shared-config.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, ({ runtime, viewer }) => ({
  ...runtime.status(),
  auth: authStatus(sharedConfig(), viewer.user),
}));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
