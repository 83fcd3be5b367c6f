/**
 * Who a token is, and what somebody may: asked of the API server by TokenReview and SubjectAccessReview
 * (https://kubernetes.io/docs/reference/access-authn-authz/), which are sent as objects and change nothing.
 */
import type { KubeFailure } from './failure.ts';
import { child, list, text } from './raw.ts';
import type { Reader } from './reader.ts';

/** As the API server told it; handed back to it unchanged, for authorizers other than RBAC look at all of it. */
export type Identity = {
  user: string;
  uid: string;
  groups: string[];
  extra: Record<string, string[]>;
};

/** What is asked for: Leases of one namespace or of all (null), or a path of its own. */
export type Wish = { type: 'leases'; namespace: string | null } | { type: 'path'; path: string };

export type TokenAnswer =
  | { type: 'identity'; identity: Identity }
  /** It is nobody's, has expired, or was made for somebody else to read. */
  | { type: 'refused' }
  | { type: 'failure'; failure: KubeFailure };
export type AccessAnswer = { type: 'access'; allowed: boolean } | { type: 'failure'; failure: KubeFailure };

export type Reviews = {
  /** `audiences`: one of them must be the token's; empty for the API server's own. Never rejects. */
  token(token: string, audiences: readonly string[]): Promise<TokenAnswer>;
  /** Never rejects. */
  access(identity: Identity, wish: Wish): Promise<AccessAnswer>;
};

const TOKEN_REVIEWS = '/apis/authentication.k8s.io/v1/tokenreviews';
const ACCESS_REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

export function createReviews(reader: Pick<Reader, 'review'>): Reviews {
  return {
    async token(token, audiences) {
      const answer = await reader.review(TOKEN_REVIEWS, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec: { token, ...(audiences.length === 0 ? {} : { audiences }) },
      });
      if (answer.type === 'failure') return answer;
      const status = child(answer.body, 'status');
      const identity = identityOf(status);
      if (status.authenticated !== true || identity === null) return { type: 'refused' };
      // An authenticator that knows no audiences answers none, and has then not looked at them.
      const meant = list(status, 'audiences');
      if (audiences.length > 0 && !meant.some((one) => audiences.some((known) => known === one)))
        return { type: 'refused' };
      return { type: 'identity', identity };
    },
    async access(identity, wish) {
      const { user, uid, groups, extra } = identity;
      const answer = await reader.review(ACCESS_REVIEWS, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user, ...(uid === '' ? {} : { uid }), groups, extra, ...attributesOf(wish) },
      });
      if (answer.type === 'failure') return answer;
      const status = child(answer.body, 'status');
      return { type: 'access', allowed: status.allowed === true && status.denied !== true };
    },
  };
}

function attributesOf(wish: Wish): object {
  if (wish.type === 'path') return { nonResourceAttributes: { verb: 'get', path: wish.path } };
  const resource = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', verb: 'list' };
  return {
    resourceAttributes: wish.namespace === null ? resource : { ...resource, namespace: wish.namespace },
  };
}

function identityOf(status: Record<string, unknown>): Identity | null {
  const said = child(status, 'user');
  const user = text(said, 'username');
  if (user === null) return null;
  const extra = Object.entries(child(said, 'extra')).map(
    ([name, values]) => [name, strings(values)] as const,
  );
  return {
    user,
    uid: text(said, 'uid') ?? '',
    groups: strings(said.groups),
    extra: Object.fromEntries(extra),
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
