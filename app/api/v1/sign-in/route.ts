import { signIn } from '../../../../lib/server/auth/auth-sign-in.ts';
import { only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const POST = route({}, ({ request, runtime }) => signIn(request, runtime.log));
export const { GET, PUT, PATCH, DELETE, OPTIONS } = only('POST');
