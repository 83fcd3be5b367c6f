/** Writes to Leases over HTTP: decoding what a client sends, then the same code as the simulator's electors. */
import type { IncomingMessage } from 'node:http';
import type { LeaseApi } from '../lease-api.ts';
import type { LeaseVersion } from '../lease-version.ts';
import type { LeaseBody, LeaseSpec, OwnerReference } from '../object.ts';
import type { PlainVersion } from '../plain-version.ts';
import { alreadyExists, badRequest, methodNotAllowed, notFound, unsupportedMediaType } from '../status.ts';
import type { Store } from '../store.ts';
import type { Resource } from './resource.ts';

const MAX_BODY_BYTES = 3 * 1024 * 1024;

export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw badRequest(`request body is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parseObject(text: string, kind: string): Json {
  const refuse = (why: string) =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : 'not JSON');
  }
  if (!isObject(parsed)) throw refuse('not an object');
  return parsed;
}

const SPEC_FIELDS: Record<keyof LeaseSpec, 'string' | 'number'> = {
  holderIdentity: 'string',
  leaseDurationSeconds: 'number',
  acquireTime: 'string',
  renewTime: 'string',
  leaseTransitions: 'number',
  strategy: 'string',
  preferredHolder: 'string',
};
const GO_TYPE = { string: 'string', number: 'int32' } as const;

/** A MicroTime as the server reads it, with exactly six digits, and prints it back, in UTC. */
function normaliseTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{6})(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, seconds = '', fraction = '', zone = ''] = match ?? [];
  const epochMs = Date.parse(seconds + zone);
  if (match === null || Number.isNaN(epochMs)) {
    const rest = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(.*)$/.exec(text)?.[1] ?? text;
    const why = `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05.000000Z07:00": cannot parse ${JSON.stringify(rest)} as ".000000"`;
    throw badRequest(`Lease in version "v1" cannot be handled as a Lease: ${why}`);
  }
  if (zone === 'Z') return text;
  return `${new Date(epochMs).toISOString().slice(0, 19)}${fraction}Z`;
}

function decodeSpec(raw: unknown): LeaseSpec {
  const spec: Record<string, string | number> = {};
  if (!isObject(raw)) return {};
  for (const [field, type] of Object.entries(SPEC_FIELDS)) {
    const value = raw[field];
    if (value === undefined || value === null) continue;
    if ((type === 'string' && typeof value !== 'string') || (type === 'number' && !Number.isInteger(value))) {
      throw badRequest(
        `Lease in version "v1" cannot be handled as a Lease: json: cannot unmarshal ${typeof value} into Go struct field LeaseSpec.spec.${field} of type ${GO_TYPE[type]}`,
      );
    }
    if (typeof value === 'number') spec[field] = value;
    else if (typeof value === 'string') spec[field] = field.endsWith('Time') ? normaliseTime(value) : value;
  }
  return spec;
}

function stringMap(raw: unknown): Record<string, string> | undefined {
  if (!isObject(raw)) return undefined;
  const entries = Object.entries(raw).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function owners(raw: unknown): OwnerReference[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0) return undefined;
  return raw.filter(isObject).map((owner) => ({
    apiVersion: String(owner.apiVersion ?? ''),
    kind: String(owner.kind ?? ''),
    name: String(owner.name ?? ''),
    uid: String(owner.uid ?? ''),
  }));
}

export function decodeLease(raw: Json, fallbackName: string): LeaseBody {
  const meta = isObject(raw.metadata) ? raw.metadata : {};
  const text = (field: string) => (typeof meta[field] === 'string' ? meta[field] : undefined);
  const name = text('name') ?? fallbackName;
  const [uid, resourceVersion] = [text('uid'), text('resourceVersion')];
  const [labels, annotations, ownerReferences] = [
    stringMap(meta.labels),
    stringMap(meta.annotations),
    owners(meta.ownerReferences),
  ];
  return {
    metadata: {
      name,
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
    },
    spec: decodeSpec(raw.spec),
  };
}

/** Creates an object that is not a Lease, as it is sent: only its metadata is looked at. */
export function createPlain(store: Store, resource: Resource, namespace: string, raw: Json): PlainVersion {
  const { metadata } = decodeLease(raw, '');
  const { table } = resource;
  if (table === 'leases' || table === 'leasecandidates') throw methodNotAllowed();
  if (store[table].find(namespace, metadata.name) !== undefined) throw alreadyExists(resource, metadata.name);
  if (namespace !== '' && store.namespaces.find('', namespace) === undefined) {
    throw notFound({ resource: 'namespaces', group: '' }, namespace);
  }
  const { kind: _kind, apiVersion: _apiVersion, metadata: _metadata, ...body } = raw;
  const { uid: _uid, resourceVersion: _resourceVersion, ...meta } = metadata;
  return store[table].put({ ...meta, ...(namespace === '' ? {} : { namespace }) }, body);
}

/** RFC 7386: null removes, objects merge, everything else replaces. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const out: Json = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = merge(out[key], value);
  }
  return out;
}

export function patchLease(
  api: LeaseApi,
  namespace: string,
  name: string,
  patch: Json,
  contentType: string,
  manager: string,
): LeaseVersion {
  const kind = contentType.split(';')[0]?.trim();
  if (kind !== 'application/merge-patch+json' && kind !== 'application/strategic-merge-patch+json')
    throw unsupportedMediaType();
  const version = api.get(namespace, name);
  const current = {
    metadata: { ...version.head, resourceVersion: String(version.resourceVersion) },
    spec: version.spec,
  };
  const merged = merge(current, patch);
  return api.update(namespace, name, decodeLease(isObject(merged) ? merged : {}, name), manager);
}
