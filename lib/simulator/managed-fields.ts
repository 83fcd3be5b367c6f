/**
 * Who owns which field since when, as the API server keeps it for plain updates. From 1.25 on a manager's
 * time moves with every write of its that changes the object (apimachinery managedfieldsupdater.go).
 */
import type { FieldsV1, LeaseBody, ManagedFieldsEntry } from './object.ts';

const SEPARATOR = '\n';

/** Every owned field of a Lease as a path with its value. */
export function fieldValues(body: LeaseBody): Map<string, string> {
  const values = new Map<string, string>();
  const set = (path: string[], value: unknown) => values.set(path.join(SEPARATOR), JSON.stringify(value));
  for (const kind of ['annotations', 'labels'] as const) {
    const map = body.metadata[kind];
    if (map === undefined) continue;
    set(['f:metadata', `f:${kind}`, '.'], true);
    for (const [key, value] of Object.entries(map)) set(['f:metadata', `f:${kind}`, `f:${key}`], value);
  }
  if (body.metadata.ownerReferences !== undefined) {
    set(['f:metadata', 'f:ownerReferences', '.'], true);
    for (const owner of body.metadata.ownerReferences) {
      set(['f:metadata', 'f:ownerReferences', `k:${JSON.stringify({ uid: owner.uid })}`], owner);
    }
  }
  for (const [field, value] of Object.entries(body.spec)) set(['f:spec', `f:${field}`], value);
  return values;
}

function toPaths(fields: FieldsV1, prefix: string, into: Set<string>): Set<string> {
  for (const [name, inner] of Object.entries(fields)) {
    const path = prefix === '' ? name : prefix + SEPARATOR + name;
    if (Object.keys(inner).length === 0) into.add(path);
    else toPaths(inner, path, into);
  }
  return into;
}

function toFields(paths: Iterable<string>): FieldsV1 {
  const root: FieldsV1 = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const part of path.split(SEPARATOR)) {
      const inner = at[part] ?? {};
      at[part] = inner;
      at = inner;
    }
  }
  return root;
}

/** The entries after `manager` wrote `next` over `previous` at `time`. */
export function updateManagedFields(
  entries: readonly ManagedFieldsEntry[],
  previous: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
  manager: string,
  time: string,
): ManagedFieldsEntry[] {
  const written = new Set<string>();
  for (const [path, value] of next) if (previous.get(path) !== value) written.add(path);
  const out: ManagedFieldsEntry[] = [];
  const mine = new Set(written);
  for (const entry of entries) {
    const paths = toPaths(entry.fieldsV1, '', new Set());
    if (entry.manager === manager) {
      for (const path of paths) if (next.has(path)) mine.add(path);
      continue;
    }
    const kept = [...paths].filter((path) => next.has(path) && !written.has(path));
    if (kept.length > 0) out.push({ ...entry, fieldsV1: toFields(kept) });
  }
  if (mine.size > 0) {
    out.push({
      manager,
      operation: 'Update',
      apiVersion: 'coordination.k8s.io/v1',
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFields(mine),
    });
  }
  return out.sort((a, b) =>
    a.time === b.time ? (a.manager < b.manager ? -1 : 1) : a.time < b.time ? -1 : 1,
  );
}
