import { refuseForeign } from '../../../../../lib/server/request-body.ts';
import { only, route } from '../../../../../lib/server/route.ts';

export const dynamic = 'force-dynamic';

/** Ends it now; it stays in the list as one that is over. */
export const DELETE = route({}, ({ request, runtime, path }) => {
  refuseForeign(request);
  return runtime.silences.end(path.id ?? '');
});
export const { GET, POST, PUT, PATCH, OPTIONS } = only('DELETE');
