import { openApiDocument } from '../../../../lib/server/openapi.ts';
import { json, only, route } from '../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, () => json(openApiDocument()));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
