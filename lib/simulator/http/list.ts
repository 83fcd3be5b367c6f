/** Lists in pages, each page a part of the same moment. */
import { objectKey, type Version } from '../object.ts';
import { badRequest, continueExpired } from '../status.ts';
import type { Table } from '../table.ts';
import type { Resource } from './resource.ts';
import { parseSelection } from './selection.ts';

type Moment = { resourceVersion: number; items: readonly Version[] };

export type ListRequest = {
  resource: Resource;
  table: Table;
  namespace: string;
  query: URLSearchParams;
  /** As PartialObjectMetadataList: nothing of what the objects hold. */
  metadataOnly: boolean;
};

export type Lister = {
  /** The body of a list answer. */
  list(asked: ListRequest, revision: number): string;
  /** Lists under way can not go on: their continue tokens have expired. */
  forget(): void;
};

/** Lists under way that are remembered; older ones expire as after a compaction. */
const MOMENTS_KEPT = 16;

function encode(token: { rv: number; start: string }): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', ...token })).toString('base64url');
}

function decode(token: string): { rv: number; start: string } {
  const refuse = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : 'not JSON');
  }
  const rv: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'rv') : undefined;
  const start: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'start') : undefined;
  if (typeof rv !== 'number' || typeof start !== 'string') throw refuse('incorrect encoding');
  return { rv, start };
}

/** The first index whose key is not before `start`; items are in the order of their keys. */
function indexOf(items: readonly Version[], start: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && `/${objectKey(item.namespace, item.name)}` < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function createLister(): Lister {
  const moments = new Map<string, Moment>();

  function momentFor(id: string, take: () => readonly Version[], revision: number): Moment {
    const moment = { resourceVersion: revision, items: take() };
    moments.delete(id);
    moments.set(id, moment);
    for (const key of moments.keys()) {
      if (moments.size <= MOMENTS_KEPT) break;
      moments.delete(key);
    }
    return moment;
  }

  return {
    forget: () => moments.clear(),
    list({ resource, table, namespace, query, metadataOnly }, revision) {
      const selection = parseSelection(resource.resource, namespace, query);
      const take = () => (selection === null ? table.snapshot() : table.snapshot().filter(selection));
      const asked = Number(query.get('limit') ?? '0');
      // With resourceVersion=0 the watch cache answers, which knows no pages.
      const limit = query.get('resourceVersion') === '0' || !(asked > 0) ? Number.POSITIVE_INFINITY : asked;
      const scope = `${resource.groupVersion}/${resource.resource}/${namespace}?${query.get('fieldSelector') ?? ''}&${query.get('labelSelector') ?? ''}`;
      const token = query.get('continue');
      let moment: Moment;
      let from = 0;
      if (token === null || token === '') {
        moment =
          limit === Number.POSITIVE_INFINITY
            ? { resourceVersion: revision, items: take() }
            : momentFor(`${scope}@${revision}`, take, revision);
      } else {
        const { rv, start } = decode(token);
        const known = moments.get(`${scope}@${rv}`);
        if (known === undefined && rv >= 0) throw continueExpired(encode({ rv: -1, start }));
        moment = known ?? momentFor(`${scope}@${revision}`, take, revision);
        from = indexOf(moment.items, start);
      }
      const page =
        limit === Number.POSITIVE_INFINITY
          ? moment.items.slice(from)
          : moment.items.slice(from, from + limit);
      const left = moment.items.length - from - page.length;
      const last = page.at(-1);
      const metadata: Record<string, unknown> = { resourceVersion: String(moment.resourceVersion) };
      if (left > 0 && last !== undefined) {
        const start = `/${objectKey(last.namespace, last.name)}\u0000`;
        metadata.continue = encode({ rv: moment.resourceVersion, start });
        const selective = query.get('fieldSelector') !== null || query.get('labelSelector') !== null;
        if (!selective) metadata.remainingItemCount = left;
      }
      const head = metadataOnly
        ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata }
        : { kind: `${resource.kind}List`, apiVersion: resource.groupVersion, metadata };
      const json = (version: Version) => (metadataOnly ? metadataJson(version) : version.json());
      let items = '';
      for (const version of page) items += items === '' ? json(version) : `,${json(version)}`;
      return `${JSON.stringify(head).slice(0, -1)},"items":[${items}]}\n`;
    },
  };
}

function metadataJson(version: Version): string {
  const whole: unknown = JSON.parse(version.json());
  const metadata: unknown = typeof whole === 'object' && whole !== null ? Reflect.get(whole, 'metadata') : {};
  return JSON.stringify({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
}
