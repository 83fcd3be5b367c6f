/** Every route there is, and what is asked of it here; one that is not in this table fails the test. */
import { GET as openStream } from '../../app/api/v1/stream/route.ts';
import type { CurrentViewer } from '../../lib/server/current-viewer.ts';
import { withViewer } from '../../lib/server/current-viewer.ts';
import type { Runtime } from '../../lib/server/runtime.ts';
import { NAMESPACES } from './sight-world.ts';
import { readStream } from './stream/stream-client.ts';

type Handler = (request: Request, context: { params?: Promise<Record<string, string>> }) => Promise<Response>;
type Routes = { GET: Handler };

/** `asks`: what comes after the path. `[namespace]` and `[name]` are filled in by every Lease there is. */
type Asked = { load: () => Promise<Routes>; asks: readonly string[] };

const IN_EACH = NAMESPACES.map((namespace) => `?namespace=${namespace}&limit=1000`);
const RANGE = 'from=now-1h';

/** Answers that must not name anything of a namespace that the viewer does not see. */
export const CALLS: Readonly<Record<string, Asked>> = {
  'api/v1/alerts': {
    load: () => import('../../app/api/v1/alerts/route.ts'),
    asks: ['', '?limit=1000', '?state=firing', '?state=resolved', '?limit=1', ...IN_EACH],
  },
  'api/v1/blind-spots': {
    load: () => import('../../app/api/v1/blind-spots/route.ts'),
    asks: ['', `?${RANGE}`],
  },
  'api/v1/clocks': { load: () => import('../../app/api/v1/clocks/route.ts'), asks: ['', '?limit=1'] },
  'api/v1/clusters': { load: () => import('../../app/api/v1/clusters/route.ts'), asks: [''] },
  'api/v1/handovers': {
    load: () => import('../../app/api/v1/handovers/route.ts'),
    asks: ['', '?limit=1', '?format=csv', '?format=ndjson', '?q=team', '?class=controller', ...IN_EACH],
  },
  'api/v1/incident': {
    load: () => import('../../app/api/v1/incident/route.ts'),
    asks: ['?format=json', '?format=html', `?${RANGE}&format=json&q=lock`],
  },
  'api/v1/leases/[namespace]/[name]': {
    load: () => import('../../app/api/v1/leases/[namespace]/[name]/route.ts'),
    asks: [''],
  },
  'api/v1/leases/[namespace]/[name]/insight': {
    load: () => import('../../app/api/v1/leases/[namespace]/[name]/insight/route.ts'),
    asks: ['', `?${RANGE}`],
  },
  'api/v1/leases/[namespace]/[name]/silences': {
    load: () => import('../../app/api/v1/leases/[namespace]/[name]/silences/route.ts'),
    asks: ['', `?${RANGE}`],
  },
  'api/v1/leases': {
    load: () => import('../../app/api/v1/leases/route.ts'),
    asks: ['?limit=1000', '?limit=1', '?sort=-name', '?q=lock', '?state=expired', ...IN_EACH],
  },
  'api/v1/nodes/heat': { load: () => import('../../app/api/v1/nodes/heat/route.ts'), asks: [''] },
  'api/v1/nodes': {
    load: () => import('../../app/api/v1/nodes/route.ts'),
    asks: ['', '?limit=1', '?q=node'],
  },
  'api/v1/renewals': {
    load: () => import('../../app/api/v1/renewals/route.ts'),
    asks: ['?namespace=[namespace]&name=[name]'],
  },
  'api/v1/rules': { load: () => import('../../app/api/v1/rules/route.ts'), asks: [''] },
  'api/v1/silences': { load: () => import('../../app/api/v1/silences/route.ts'), asks: ['', '?limit=1'] },
  'api/v1/status': { load: () => import('../../app/api/v1/status/route.ts'), asks: [''] },
  'api/v1/timeline/overview': {
    load: () => import('../../app/api/v1/timeline/overview/route.ts'),
    asks: ['', `?${RANGE}&slots=10`],
  },
  'api/v1/timeline': {
    load: () => import('../../app/api/v1/timeline/route.ts'),
    asks: ['', '?limit=1', `?${RANGE}&moved=1`, ...IN_EACH],
  },
};

/** Routes that another test asks, or that say the same to everybody, and why. */
export const OTHERS: Readonly<Record<string, string>> = {
  'api/[[...path]]': 'knows no call, and says so',
  'api/v1/openapi.json': 'is made of schemas alone',
  'api/v1/retry': 'is about the connection of Tenure',
  'api/v1/sign-in': 'says who somebody is, before they see anything',
  'api/v1/sign-out': 'ends that',
  'api/v1/silences/[id]': 'ends what is seen: seen-silences.test.ts',
  'api/v1/stream': 'is read all the while, below',
  healthz: 'is the same for all',
  metrics: 'counts the whole cluster, behind a switch of its own',
  readyz: 'is the same for all',
};

const RUNTIME = Symbol.for('tenure.runtime');
const shared: typeof globalThis & { [RUNTIME]?: Runtime } = globalThis;

/** Runs what a route does as the server would: of this runtime, for who sees this. */
export function asViewer<T>(runtime: Runtime, viewer: CurrentViewer, run: () => T): T {
  shared[RUNTIME] = runtime;
  return withViewer(viewer, run);
}

export function viewerOf(sight: CurrentViewer['sight']): CurrentViewer {
  return { user: 'ana', sight, recheck: async () => sight };
}

export function openReader(
  runtime: Runtime,
  viewer: CurrentViewer,
  query = '',
): Promise<ReturnType<typeof readStream>> {
  const request = new Request(`http://tenure/api/v1/stream${query}`);
  return asViewer(runtime, viewer, async () => {
    const { body } = await openStream(request, {});
    if (body === null) throw new TypeError('a stream without a body');
    return readStream(body);
  });
}

export async function call(
  runtime: Runtime,
  viewer: CurrentViewer,
  route: string,
  ask: string,
  params: Record<string, string> = {},
): Promise<Response> {
  const routes = await (CALLS[route]?.load() ?? Promise.reject(new TypeError(`no route ${route}`)));
  const handler = routes.GET;
  const request = new Request(`http://tenure/${route}${ask}`);
  return asViewer(runtime, viewer, () => handler(request, { params: Promise.resolve(params) }));
}

/** What an answer says, its headers too. */
export async function saidBy(response: Response): Promise<string> {
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
}
