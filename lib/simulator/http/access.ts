/** Who asks, and may they: bearer tokens of two users, and rights by resource. */
import { forbidden, forbiddenPath, unauthorized } from '../status.ts';
import type { Target } from './resource.ts';

export type Access = {
  /** The user of an Authorization header; throws a 401 for a token nobody has. */
  authenticate(authorization: string | undefined): string;
  /** Throws a 403 unless the user may. */
  authorize(user: string, verb: string, target: Target): void;
  authorizePath(user: string, path: string): void;
  allowed(user: string, resource: string): boolean;
  grant(user: string, resources: readonly string[]): void;
  revoke(user: string, resources: readonly string[]): void;
};

export const ADMIN_TOKEN = 'admin-token';
export const VIEWER_TOKEN = 'viewer-token';

/** Paths that everybody may read, as the role system:public-info-viewer allows. */
const PUBLIC = ['/version', '/healthz', '/readyz', '/livez'];

export function createAccess(): Access {
  const users = new Map([
    [ADMIN_TOKEN, 'admin'],
    [VIEWER_TOKEN, 'viewer'],
  ]);
  const rights = new Map<string, Set<string>>([['admin', new Set(['*'])]]);
  const denied = new Map<string, Set<string>>();
  const allowed = (user: string, resource: string) => {
    const mine = rights.get(user);
    if (mine === undefined || denied.get(user)?.has(resource) === true) return false;
    return mine.has('*') || mine.has(resource);
  };
  const setOf = (map: Map<string, Set<string>>, user: string) => {
    const set = map.get(user) ?? new Set<string>();
    map.set(user, set);
    return set;
  };
  return {
    authenticate(authorization) {
      if (authorization === undefined || authorization === '') return 'system:anonymous';
      const user = users.get(authorization.replace(/^Bearer /i, ''));
      if (user === undefined) throw unauthorized();
      return user;
    },
    authorize(user, verb, { resource, namespace, name }) {
      if (allowed(user, resource.resource)) return;
      // A Namespace is asked for inside itself.
      const scope = resource.resource === 'namespaces' ? (name ?? '') : namespace;
      throw forbidden(resource, user, verb, scope, name ?? undefined);
    },
    authorizePath(user, path) {
      if (PUBLIC.includes(path) || user === 'admin') return;
      const discovery = /^\/(api|apis|openapi)(\/|$)/.test(path) && user !== 'system:anonymous';
      if (!discovery) throw forbiddenPath(user, path);
    },
    allowed,
    grant(user, resources) {
      for (const resource of resources) {
        setOf(rights, user).add(resource);
        if (resource === '*') denied.delete(user);
        else denied.get(user)?.delete(resource);
      }
    },
    revoke(user, resources) {
      for (const resource of resources) {
        if (resource === '*') rights.set(user, new Set());
        else {
          rights.get(user)?.delete(resource);
          setOf(denied, user).add(resource);
        }
      }
    },
  };
}
