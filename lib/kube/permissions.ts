/** What Tenure may read, learnt by reading one of each: a SelfSubjectAccessReview would be a write. */
import { METADATA_LIST } from './metadata-only.ts';
import type { Reader } from './reader.ts';
import { query } from './resource-path.ts';

export type Permission = 'granted' | 'denied' | 'unknown';
export type Permissions = Record<
  'leases' | 'pods' | 'nodes' | 'events' | 'leasecandidates' | 'configmaps' | 'endpoints',
  Permission
>;

/** `namespaces`: TENURE_NAMESPACES; empty for the whole cluster. Denied in one of them is denied. */
export async function readPermissions(
  reader: Reader,
  namespaces: readonly string[],
  candidatesApi: string,
): Promise<Permissions> {
  const inScope = async (api: string, resource: string, accept?: string): Promise<Permission> => {
    const scopes =
      namespaces.length === 0 ? [''] : namespaces.map((one) => `/namespaces/${encodeURIComponent(one)}`);
    const answers = await Promise.all(
      scopes.map((scope) => ask(reader, `${api}${scope}/${resource}`, accept)),
    );
    if (answers.includes('denied')) return 'denied';
    return answers.includes('unknown') ? 'unknown' : 'granted';
  };
  const [leases, pods, nodes, events, leasecandidates, configmaps, endpoints] = await Promise.all([
    inScope('/apis/coordination.k8s.io/v1', 'leases'),
    inScope('/api/v1', 'pods'),
    ask(reader, '/api/v1/nodes'),
    inScope('/api/v1', 'events'),
    inScope(candidatesApi, 'leasecandidates'),
    // Never what they hold.
    inScope('/api/v1', 'configmaps', METADATA_LIST),
    inScope('/api/v1', 'endpoints', METADATA_LIST),
  ]);
  return { leases, pods, nodes, events, leasecandidates, configmaps, endpoints };
}

async function ask(reader: Reader, path: string, accept?: string): Promise<Permission> {
  const answer = await reader.read(path + query({ limit: 1 }), accept === undefined ? {} : { accept });
  if (answer.type === 'body') return 'granted';
  return answer.failure.type === 'forbidden' ? 'denied' : 'unknown';
}
