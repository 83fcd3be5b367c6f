/** One request: who asks, what for, may they, and the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cluster } from '../cluster.ts';
import type { RequestKind } from '../faults.ts';
import { objectKey } from '../object.ts';
import {
  ApiError,
  internalError,
  methodNotAllowed,
  noSuchResource,
  notFound,
  type Status,
} from '../status.ts';
import type { Access } from './access.ts';
import { discover } from './discovery.ts';
import type { Lister } from './list.ts';
import { errorOf, type Modes } from './modes.ts';
import { parseTarget, type Target } from './resource.ts';
import { objectJson, type WatchHub } from './watch.ts';
import { createPlain, decodeLease, parseObject, patchLease, readBody } from './write.ts';

export type HandlerParts = {
  cluster: Cluster;
  access: Access;
  lister: Lister;
  hub: WatchHub;
  modes: Modes;
  address(): string;
};

/** People's tools get indented JSON, as from the real server. */
function isPretty(incoming: IncomingMessage, query: URLSearchParams): boolean {
  const asked = query.get('pretty');
  if (asked !== null) return asked !== 'false' && asked !== '0';
  return /^(curl|Wget|Mozilla\/)/.test(incoming.headers['user-agent'] ?? '');
}

const VERBS: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function verbOf(method: string, target: Target, watching: boolean): { verb: string; kind: RequestKind } {
  const write = VERBS[method];
  if (write !== undefined) return { verb: write, kind: 'other' };
  if (watching) return { verb: 'watch', kind: 'watch' };
  return target.name === null ? { verb: 'list', kind: 'list' } : { verb: 'get', kind: 'get' };
}

/** The name that managedFields carry: asked for, or what the User-Agent begins with. */
function managerOf(incoming: IncomingMessage, query: URLSearchParams): string {
  return query.get('fieldManager') ?? incoming.headers['user-agent']?.split('/')[0] ?? 'unknown';
}

export function createHandler(parts: HandlerParts) {
  const { cluster, access, lister, hub, modes } = parts;
  const { store, timers } = cluster;

  function answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    status: number,
    json: string,
    query: URLSearchParams,
    headers: Record<string, string> = {},
  ): void {
    const send = () => {
      const text = isPretty(incoming, query) ? `${JSON.stringify(JSON.parse(json), null, 2)}\n` : json;
      const bytes = Buffer.from(text);
      outgoing.writeHead(status, {
        'content-type': 'application/json',
        'content-length': bytes.length,
        ...headers,
      });
      outgoing.end(bytes);
    };
    if (modes.slowMs > 0) timers.after(modes.slowMs, send);
    else send();
  }

  function refuse(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    error: unknown,
    query: URLSearchParams,
  ): void {
    const known =
      error instanceof ApiError ? error : internalError(error instanceof Error ? error.message : 'unknown');
    if (outgoing.headersSent) {
      incoming.socket.destroy();
      return;
    }
    const retryAfter = known.status.details?.retryAfterSeconds;
    const headers: Record<string, string> =
      retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    answer(incoming, outgoing, known.httpStatus, `${JSON.stringify(known.status)}\n`, query, headers);
  }

  function tableOf(target: Target) {
    const { table } = target.resource;
    return table === 'leases' ? store.leaseTable : store.tables[table];
  }

  async function write(
    incoming: IncomingMessage,
    target: Target,
    verb: string,
    query: URLSearchParams,
  ): Promise<{ status: number; json: string }> {
    const { resource, namespace, name } = target;
    const body = await readBody(incoming);
    if (!resource.verbs.includes(verb)) throw methodNotAllowed();
    if (resource.table !== 'leases') {
      const version = createPlain(store, resource, namespace, parseObject(body, resource.kind));
      return { status: 201, json: objectJson(resource, version) };
    }
    const manager = managerOf(incoming, query);
    const api = store.leases;
    if (verb === 'create' && name === null && namespace !== '') {
      const lease = decodeLease(parseObject(body, resource.kind), '');
      if (store.namespaces.find('', namespace) === undefined)
        throw notFound({ resource: 'namespaces', group: '' }, namespace);
      return { status: 201, json: objectJson(resource, api.create(namespace, lease, manager)) };
    }
    if (name === null) throw methodNotAllowed();
    if (verb === 'update') {
      const existed = api.find(namespace, name) !== undefined;
      const version = api.update(
        namespace,
        name,
        decodeLease(parseObject(body, resource.kind), name),
        manager,
      );
      return { status: existed ? 200 : 201, json: objectJson(resource, version) };
    }
    if (verb === 'patch') {
      const contentType = incoming.headers['content-type'] ?? '';
      const version = patchLease(
        api,
        namespace,
        name,
        parseObject(body, resource.kind),
        contentType,
        manager,
      );
      return { status: 200, json: objectJson(resource, version) };
    }
    if (verb === 'delete') {
      const { uid } = api.remove(namespace, name);
      const status: Status = {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name, group: resource.group, kind: resource.resource, uid },
      };
      return { status: 200, json: `${JSON.stringify(status)}\n` };
    }
    throw methodNotAllowed();
  }

  async function serve(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    path: string,
    query: URLSearchParams,
  ): Promise<void> {
    const user = access.authenticate(incoming.headers.authorization);
    const method = incoming.method ?? 'GET';
    const target = parseTarget(path);
    if (target === null) {
      access.authorizePath(user, path);
      const error = modes.errorFor('other', null, user);
      if (error !== null) throw error;
      if (path === '/healthz' || path === '/readyz' || path === '/livez') {
        outgoing.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': 2 });
        outgoing.end('ok');
        return;
      }
      const document = discover(path.replace(/\/$/, ''), parts.address());
      if (document !== null) {
        answer(incoming, outgoing, 200, `${JSON.stringify(document)}\n`, query);
        return;
      }
      // A group that is served answers with a Status, anything else as a plain web server does.
      if (/^\/(api\/v1|apis\/coordination\.k8s\.io)\//.test(path)) throw noSuchResource();
      outgoing.writeHead(404, {
        'content-type': 'text/plain; charset=utf-8',
        'x-content-type-options': 'nosniff',
      });
      outgoing.end('404 page not found\n');
      return;
    }
    const watching = ['true', '1'].includes(query.get('watch') ?? '');
    const { verb, kind } = verbOf(method, target, watching);
    access.authorize(user, verb, target);
    const error = modes.errorFor(kind, target, user);
    if (error !== null) throw error;
    if (kind === 'other') {
      const { status, json } = await write(incoming, target, verb, query);
      answer(incoming, outgoing, status, json, query);
      return;
    }
    const table = tableOf(target);
    if (kind === 'get') {
      const version = table.get(objectKey(target.namespace, target.name ?? ''));
      if (version === undefined) throw notFound(target.resource, target.name ?? '');
      answer(incoming, outgoing, 200, objectJson(target.resource, version), query);
      return;
    }
    const asked = query.get('resourceVersion') ?? '';
    if (!/^\d*$/.test(asked)) {
      const why = `strconv.ParseUint: parsing ${JSON.stringify(asked)}: invalid syntax`;
      throw new ApiError(500, '', `resourceVersion: Invalid value: ${JSON.stringify(asked)}: ${why}`);
    }
    if (kind === 'list') {
      const { resource, namespace } = target;
      const metadataOnly = (incoming.headers.accept ?? '').includes('as=PartialObjectMetadataList');
      const asked = { resource, table, namespace, query, metadataOnly };
      const json = lister.list(asked, store.revisions.current());
      answer(incoming, outgoing, 200, json, query);
      return;
    }
    const { resource, namespace } = target;
    const watcher = hub.open({ resource, table, namespace, query }, incoming, outgoing);
    if (modes.watchErrors.left > 0) {
      modes.watchErrors.left--;
      watcher.fail(errorOf(modes.watchErrors.status, target, user));
    } else if (modes.endingWatches) watcher.end();
    else if (modes.stallingWatches) watcher.stall(true);
  }

  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (modes.resetting) {
      incoming.socket.resetAndDestroy();
      return;
    }
    const url = new URL(incoming.url ?? '/', 'http://simulator');
    outgoing.setHeader('audit-id', cluster.random.uuid());
    outgoing.setHeader('cache-control', 'no-cache, private');
    outgoing.setHeader('date', new Date(cluster.serverNow()).toUTCString());
    serve(incoming, outgoing, url.pathname, url.searchParams).catch((error: unknown) =>
      refuse(incoming, outgoing, error, url.searchParams),
    );
  };
}
