/** Which objects a list or watch is about: its namespace and its selectors. */

import type { Version } from '../object.ts';
import { badRequest } from '../status.ts';

export type Selection = (version: Version) => boolean;

/** `value` null: whatever it is, if it is there. */
type Rule = { key: string; value: string | null; equal: boolean };

/** `exists`: a label's key alone asks whether it is there. */
function parseRules(text: string, { exists }: { exists: boolean }): Rule[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      if (exists && /^[^=!\s]+$/.test(part)) return { key: part, value: null, equal: true };
      const match = /^([^=!]+?)\s*(==|=|!=)\s*(.*)$/.exec(part.trim());
      if (match === null) throw badRequest(`unable to parse requirement: ${part}`);
      const [, key = '', operator, value = ''] = match;
      return { key, value, equal: operator !== '!=' };
    });
}

/** Fields other than the metadata's, by the kinds that offer them. */
function fieldOf(version: Version, key: string): string {
  if (key === 'metadata.name') return version.name;
  if (key === 'metadata.namespace') return version.namespace;
  const parsed: unknown = JSON.parse(version.json());
  let at: unknown = parsed;
  for (const part of key.split('.')) {
    at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  }
  return at === undefined || at === null ? '' : String(at);
}

const EVENT_FIELDS = [
  'involvedObject.kind',
  'involvedObject.name',
  'involvedObject.namespace',
  'involvedObject.uid',
  'reason',
  'type',
];
const FIELDS: Record<string, readonly string[]> = {
  events: EVENT_FIELDS,
  pods: ['spec.nodeName', 'status.phase', 'status.podIP'],
  nodes: ['spec.unschedulable'],
};

export function parseSelection(
  resource: string,
  namespace: string,
  query: URLSearchParams,
): Selection | null {
  const fields = parseRules(query.get('fieldSelector') ?? '', { exists: false });
  const labels = parseRules(query.get('labelSelector') ?? '', { exists: true });
  const known = ['metadata.name', 'metadata.namespace', ...(FIELDS[resource] ?? [])];
  for (const { key } of fields) {
    if (known.includes(key)) continue;
    const only = known.map((field) => `"${field}"`).join(', ');
    throw badRequest(`"${key}" is not a known field selector: only ${only}`);
  }
  if (namespace === '' && fields.length === 0 && labels.length === 0) return null;
  return (version) =>
    (namespace === '' || version.namespace === namespace) &&
    fields.every(({ key, value, equal }) => (fieldOf(version, key) === value) === equal) &&
    labels.every(({ key, value, equal }) =>
      value === null ? key in version.labels : (version.labels[key] === value) === equal,
    );
}
