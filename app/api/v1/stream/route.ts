import { only, route } from '../../../../lib/server/api/route.ts';
import { CLIENT_HEADER, clientKey } from '../../../../lib/server/http/client-address.ts';
import { SSE_HEADERS } from '../../../../lib/server/stream/sse.ts';
import { filterOf, STREAM_QUERY } from '../../../../lib/server/stream/stream-filter.ts';

export const dynamic = 'force-dynamic';

export const GET = route(STREAM_QUERY, ({ query, runtime, viewer, request }) => {
  const filter = filterOf(query, viewer.sight);
  const lastId = request.headers.get('last-event-id');
  const client = clientKey(request.headers.get(CLIENT_HEADER) ?? '');
  const body = runtime.hub.open(filter, lastId, request.signal, { ...viewer, client });
  return new Response(body, { headers: SSE_HEADERS });
});
/** Without this Next would open a stream for every HEAD and throw its body away. */
export const HEAD = async (): Promise<Response> => new Response(null, { headers: SSE_HEADERS });
export const { POST, PUT, PATCH, DELETE, OPTIONS } = only('GET', 'HEAD');
