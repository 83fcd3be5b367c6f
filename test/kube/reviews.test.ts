import { describe, expect, it } from 'vitest';
import { KubeFailure } from '../../lib/kube/failure.ts';
import { createReviews } from '../../lib/kube/reviews.ts';

const failure = new KubeFailure('server', 'http_500', 'boom', '');
function answering(status: unknown) {
  const sent: { path: string; object: unknown }[] = [];
  const reviews = createReviews({
    review: async (path, object) => {
      sent.push({ path, object });
      return status === 'fails' ? { type: 'failure', failure } : { type: 'body', body: { status } };
    },
  });
  return { reviews, sent };
}
const ana = { username: 'ana', uid: 'u1', groups: ['a', 7], extra: { scopes: ['x', null], bad: 'y' } };

describe('a token', () => {
  it('is whom the API server says, with all that it decides by', async () => {
    const { reviews, sent } = answering({ authenticated: true, user: ana });
    expect(await reviews.token('t', [])).toEqual({
      type: 'identity',
      identity: { user: 'ana', uid: 'u1', groups: ['a'], extra: { scopes: ['x'], bad: [] } },
    });
    expect(sent).toMatchObject([
      { path: '/apis/authentication.k8s.io/v1/tokenreviews', object: { spec: { token: 't' } } },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ['says no', { authenticated: false, user: ana }, []],
    ['says nothing', {}, []],
    ['says it in words', { authenticated: 'true', user: ana }, []],
    ['names nobody', { authenticated: true, user: { username: '' } }, []],
    ['is no object', 'yes', []],
    ['looked at no audience', { authenticated: true, user: ana }, ['tenure']],
    ['names another audience', { authenticated: true, user: ana, audiences: ['api'] }, ['tenure']],
  ])('is nobody’s where the answer %s', async (_, status, audiences) =>
    expect(await answering(status).reviews.token('t', audiences)).toEqual({ type: 'refused' }),
  );

  it('is not known where there is no answer', async () =>
    expect(await answering('fails').reviews.token('t', [])).toEqual({ type: 'failure', failure }));
});

describe('what somebody may', () => {
  const identity = { user: 'ana', uid: 'u1', groups: ['a'], extra: { scopes: ['x'] } };
  it.each([
    [{ allowed: true }, true],
    [{ allowed: true, denied: true }, false],
    [{ allowed: 'true' }, false],
    [{ allowed: false }, false],
    [{}, false],
    [null, false],
  ])('%j is %s', async (status, allowed) =>
    expect(await answering(status).reviews.access(identity, { type: 'leases', namespace: null })).toEqual({
      type: 'access',
      allowed,
    }),
  );

  it('is asked for exactly', async () => {
    const { reviews, sent } = answering({ allowed: true });
    await reviews.access(identity, { type: 'leases', namespace: 'apps' });
    await reviews.access({ ...identity, uid: '' }, { type: 'path', path: '/metrics' });
    const resource = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', verb: 'list' };
    expect(sent.map(({ object }) => object)).toMatchObject([
      { spec: { ...identity, resourceAttributes: { ...resource, namespace: 'apps' } } },
      { spec: { user: 'ana', nonResourceAttributes: { verb: 'get', path: '/metrics' } } },
    ]);
  });
});
