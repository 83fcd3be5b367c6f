import { json, only } from '../../lib/server/api/route.ts';

export const dynamic = 'force-dynamic';

/** 200 while the process lives, whatever the API server does. */
export const GET = async (): Promise<Response> => json({ status: 'ok' });
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
