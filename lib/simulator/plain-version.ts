import { type ObjectMeta, objectKey, type Version } from './object.ts';
import type { Random } from './random.ts';
import type { Revisions, Table } from './table.ts';
import { secondTime } from './time.ts';

/** An object that is not a Lease: `body` is everything but its metadata, kind and apiVersion. */
export type PlainBody = Record<string, unknown>;
export type PlainMeta = Omit<ObjectMeta, 'uid' | 'resourceVersion' | 'creationTimestamp'> & {
  uid?: string;
  creationTimestamp?: string;
};

export class PlainVersion implements Version {
  readonly meta: ObjectMeta;
  readonly body: PlainBody;
  readonly resourceVersion: number;
  #json: string | null = null;

  constructor(meta: ObjectMeta, body: PlainBody, resourceVersion: number) {
    this.meta = { ...meta, resourceVersion: String(resourceVersion) };
    this.body = body;
    this.resourceVersion = resourceVersion;
  }

  get namespace(): string {
    return this.meta.namespace ?? '';
  }
  get name(): string {
    return this.meta.name;
  }
  get uid(): string {
    return this.meta.uid;
  }
  get labels(): Readonly<Record<string, string>> {
    return this.meta.labels ?? {};
  }
  json(): string {
    this.#json ??= JSON.stringify({ metadata: this.meta, ...this.body });
    return this.#json;
  }
}

export type PlainApi = {
  /** Creates the object, or replaces the one of that name, which keeps its uid. */
  put(meta: PlainMeta, body: PlainBody): PlainVersion;
  find(namespace: string, name: string): PlainVersion | undefined;
  remove(namespace: string, name: string): PlainVersion | undefined;
};

export function createPlainApi(
  table: Table<PlainVersion>,
  revisions: Revisions,
  now: () => number,
  random: Random,
): PlainApi {
  const find = (namespace: string, name: string) => table.get(objectKey(namespace, name));
  return {
    find,
    put(meta, body) {
      const before = find(meta.namespace ?? '', meta.name);
      const full: ObjectMeta = {
        name: meta.name,
        ...(meta.namespace === undefined ? {} : { namespace: meta.namespace }),
        uid: before?.uid ?? meta.uid ?? random.uuid(),
        resourceVersion: '',
        creationTimestamp: before?.meta.creationTimestamp ?? meta.creationTimestamp ?? secondTime(now()),
        ...(meta.labels === undefined ? {} : { labels: meta.labels }),
        ...(meta.annotations === undefined ? {} : { annotations: meta.annotations }),
        ...(meta.ownerReferences === undefined ? {} : { ownerReferences: meta.ownerReferences }),
      };
      const version = new PlainVersion(full, body, revisions.next());
      table.write(before === undefined ? 'ADDED' : 'MODIFIED', version);
      return version;
    },
    remove(namespace, name) {
      const before = find(namespace, name);
      if (before === undefined) return undefined;
      const last = new PlainVersion(before.meta, before.body, revisions.next());
      table.write('DELETED', last);
      return last;
    },
  };
}
