import { only, route } from '../../../../../lib/server/api/route.ts';
import { audit } from '../../../../../lib/server/audit.ts';
import { refuseForeign } from '../../../../../lib/server/http/request-body.ts';

export const dynamic = 'force-dynamic';

/** Ends it now; it stays in the list as one that is over. */
export const DELETE = route({}, ({ request, runtime, path }) => {
  refuseForeign(request);
  const silence = runtime.silences.end(path.id ?? '');
  audit(runtime.log, request, 'silence ended', silence);
  return silence;
});
export const { GET, POST, PUT, PATCH, OPTIONS } = only('DELETE');
