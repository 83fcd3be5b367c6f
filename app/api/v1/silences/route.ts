import { NewSilenceSchema } from '../../../../lib/server/alerts/silence-schemas.ts';
import { PAGING, page } from '../../../../lib/server/api/paging.ts';
import { json, only, route } from '../../../../lib/server/api/route.ts';
import { audit } from '../../../../lib/server/audit.ts';
import { jsonBody, refuseForeign } from '../../../../lib/server/http/request-body.ts';

export const dynamic = 'force-dynamic';

export const GET = route(PAGING, ({ query, runtime }) => {
  const entries = runtime.silences.all().map((item, index) => ({ key: [index] as const, item }));
  return { asOf: runtime.now(), ...page(entries, 'silences', query) };
});
export const POST = route({}, async ({ request, runtime }) => {
  refuseForeign(request);
  const silence = runtime.silences.make(await jsonBody(request, NewSilenceSchema));
  audit(runtime.log, request, 'silence created', silence);
  return json(silence, 201);
});
export const { PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD', 'POST');
