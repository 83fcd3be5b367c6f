import { only, route } from '../../../../lib/server/api/route.ts';
import { signIn } from '../../../../lib/server/auth/auth-sign-in.ts';

export const dynamic = 'force-dynamic';

export const POST = route({}, ({ request, runtime }) => signIn(request, runtime.log));
export const { GET, PUT, PATCH, DELETE, OPTIONS } = only('POST');
