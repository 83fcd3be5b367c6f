import { signOut } from '../../../../lib/server/auth/auth-sign-in.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const POST = route({}, ({ request, viewer, runtime }) =>
  signOut(request, viewer.session, runtime.hub.endSession),
);
export const { GET, PUT, PATCH, DELETE, OPTIONS } = only('POST');
