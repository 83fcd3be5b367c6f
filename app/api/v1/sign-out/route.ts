import { only, route } from '../../../../lib/server/api/route.ts';
import { signOut } from '../../../../lib/server/auth/auth-sign-in.ts';

export const dynamic = 'force-dynamic';

export const POST = route({}, ({ request, viewer, runtime }) =>
  signOut(request, viewer.session, runtime.hub.endSession),
);
export const { GET, PUT, PATCH, DELETE, OPTIONS } = only('POST');
