/**
 * Leader annotations on ConfigMaps and Endpoints (field guide §7), read from their metadata alone, page by page. An
 * annotation is whatever somebody wrote there: its JSON is decoded totally, and within bounds.
 */
import { keptIdentity } from '../lease/holder-identity.ts';
import { TOO_LONG } from './connection.ts';
import { METADATA_LIST } from './metadata-only.ts';
import { child, count, isRaw, text } from './raw.ts';
import type { Reader } from './reader.ts';
import { query } from './resource-path.ts';

export const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';

export type LegacyLockRecord = {
  namespace: string;
  name: string;
  uid: string;
  /** Claims; null for what is absent or absurd, all of them where the annotation is no such JSON. */
  holder: string | null;
  durationSeconds: number | null;
  renewTime: string | null;
  transitions: number | null;
};
export type LegacyLocksReading =
  | { type: 'read'; locks: LegacyLockRecord[] }
  /** What there is is not known. */
  | { type: 'failed' };

export type LegacyResource = 'configmaps' | 'endpoints';

/** Parsed at once: some milliseconds, at what metadata usually weighs. */
const PAGE = 100;
/** A page may hold 256 KiB of annotations an object: what is too long is asked for in smaller pages. */
const SMALL_PAGE = 5;
const MOST_PAGE_BYTES = 8 * 1024 * 1024;
/** So many pages, and so many locks; a cluster with more is not read to its end. */
const MOST_PAGES = 2000;
export const MOST_LOCKS = 200;
/** Between two pages: nobody waits for this. */
const PAUSE_MS = 100;
const MOST_ANNOTATION = 16 * 1024;
const MOST_TIME = 64;

/** `namespace` null: the whole cluster. `wait` rejects when nobody wants to know any more. */
export async function readLegacyLocks(
  reader: Pick<Reader, 'read'>,
  resource: LegacyResource,
  namespace: string | null,
  wait: (ms: number) => Promise<void>,
): Promise<LegacyLocksReading> {
  const scope = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const locks: LegacyLockRecord[] = [];
  let next: string | null = null;
  let limit = PAGE;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (page > 0) await wait(PAUSE_MS);
    const asked: string = query({ limit, ...(next === null ? {} : { continue: next }) });
    const answer = await reader.read(`/api/v1${scope}/${resource}${asked}`, {
      accept: METADATA_LIST,
      mostBytes: MOST_PAGE_BYTES,
    });
    if (answer.type === 'failure') {
      if (answer.failure.code !== TOO_LONG || limit === SMALL_PAGE) return { type: 'failed' };
      limit = SMALL_PAGE;
      continue;
    }
    if (!isRaw(answer.body) || !Array.isArray(answer.body.items)) return { type: 'failed' };
    for (const item of answer.body.items) {
      const lock = legacyLock(item);
      if (lock !== null && locks.length < MOST_LOCKS) locks.push(lock);
    }
    const token = text(child(answer.body, 'metadata'), 'continue');
    if (token === null) return { type: 'read', locks };
    // In a circle it would never end.
    if (token === next) return { type: 'failed' };
    next = token;
    limit = PAGE;
  }
  return { type: 'failed' };
}

/** Null for what carries no such annotation. */
export function legacyLock(item: unknown): LegacyLockRecord | null {
  const metadata = child(item, 'metadata');
  const annotation = child(metadata, 'annotations')[LEADER_ANNOTATION];
  const name = text(metadata, 'name');
  const namespace = text(metadata, 'namespace');
  if (typeof annotation !== 'string' || name === null || namespace === null) return null;
  const record = parse(annotation);
  const holder = text(record, 'holderIdentity');
  const renewTime = text(record, 'renewTime');
  const durationSeconds = count(record, 'leaseDurationSeconds');
  return {
    namespace,
    name,
    uid: text(metadata, 'uid') ?? '',
    holder: holder === null ? null : keptIdentity(holder),
    durationSeconds: durationSeconds === 0 ? null : durationSeconds,
    renewTime: renewTime === null || renewTime.length > MOST_TIME ? null : renewTime,
    // Not leaseTransitions, as in a Lease (field guide §7).
    transitions: count(record, 'leaderTransitions'),
  };
}

/** Undefined for what is no JSON, or longer than any such record. */
function parse(annotation: string): unknown {
  if (annotation.length > MOST_ANNOTATION) return undefined;
  try {
    return JSON.parse(annotation);
  } catch {
    // Somebody else's text under this name: that it is there is all that can be told.
    return undefined;
  }
}
