import { openApiDocument } from '../../../../lib/server/api/openapi.ts';
import { json, only, route } from '../../../../lib/server/api/route.ts';
import { sharedConfig } from '../../../../lib/server/shared-config.ts';

export const dynamic = 'force-dynamic';

export const GET = route({}, () => json(openApiDocument(sharedConfig()?.basePath.path)));
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
