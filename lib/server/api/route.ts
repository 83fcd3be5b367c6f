/**
 * Every route as one recipe: parse, see who asks, ask, answer. What a route is given is what that viewer may see, and
 * nothing else. Errors become answers here and nowhere else.
 */

import { currentRuntime } from '../current-runtime.ts';
import { type CurrentViewer, currentViewer } from '../current-viewer.ts';
import { inCluster } from '../kept/kept-cluster.ts';
import { type Seen, seenBy } from '../seen/seen-runtime.ts';
import { ApiError } from './api-error.ts';
import { parseQuery, type Query, type QuerySpec } from './query.ts';

export type Call<Spec extends QuerySpec> = {
  query: Query<Spec>;
  /** As the viewer may see it; what is kept of another cluster where `query` names one. */
  runtime: Seen;
  viewer: CurrentViewer;
  request: Request;
  /** The parts of the path, decoded. */
  path: Record<string, string>;
};
type Handler = (
  request: Request,
  context: { params?: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/** `handle` answers a Response, or what is to be sent as JSON; it may throw an `ApiError`. */
export function route<Spec extends QuerySpec>(
  spec: Spec,
  handle: (call: Call<Spec>) => Response | object | Promise<Response | object>,
): Handler {
  return async (request, context) => {
    try {
      const query = parseQuery(spec, new URL(request.url).searchParams);
      const viewer = currentViewer();
      const { cluster } = query as { cluster?: string };
      const whole = currentRuntime();
      const runtime = await inCluster(seenBy(whole, viewer.sight), whole.history.readsOf, cluster);
      const path = textParts(await context.params);
      const answer = await handle({ query, runtime, viewer, request, path });
      return answer instanceof Response ? answer : json(answer);
    } catch (error) {
      return errorAnswer(error);
    }
  };
}

export function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers },
  });
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * The methods a route does not have, so that they answer in the API's own words; and OPTIONS, for Next's own
 * answer would count the refusals in.
 */
export function only(...allowed: Method[]): Record<Exclude<Method, 'HEAD'> | 'OPTIONS', Handler> {
  const allow = { Allow: [...allowed, 'OPTIONS'].join(', ') };
  const refuse: Handler = async (request) =>
    errorAnswer(
      new ApiError(
        'method_not_allowed',
        `${request.method} is not a method of this call; it has ${allowed.join(', ')}.`,
        { headers: allow },
      ),
    );
  const options: Handler = async () => new Response(null, { status: 204, headers: allow });
  return { GET: refuse, POST: refuse, PUT: refuse, PATCH: refuse, DELETE: refuse, OPTIONS: options };
}

export function errorAnswer(error: unknown): Response {
  if (error instanceof ApiError) return json(error.body(), error.status, error.headers);
  currentRuntime().log.error({ err: error }, 'a call failed');
  const internal = new ApiError('internal', 'Tenure made a mistake; its log says more.');
  return json(internal.body(), internal.status);
}

/** Next gives no params at all to a route without dynamic parts. */
function textParts(
  params: Record<string, string | string[] | undefined> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join('/') : (value ?? ''),
    ]),
  );
}
