/**
 * Who gets in, by a real API server: tokens of ServiceAccounts as TokenRequest makes them, rights as RBAC grants them, and
 * Tenure with no more rights of its own than its chart gives it. The clock of what stands is moved by hand.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCluster } from '../../lib/kube/cluster.ts';
import { createReader, type Reader } from '../../lib/kube/reader.ts';
import { createReviews } from '../../lib/kube/reviews.ts';
import { STANDS_MS } from '../../lib/server/auth/auth-answers.ts';
import type { Claim } from '../../lib/server/auth/auth-claim.ts';
import type { AuthConfig } from '../../lib/server/auth/auth-config.ts';
import { createGate } from '../../lib/server/auth/auth-gate.ts';
import { createSessions } from '../../lib/server/auth/auth-session.ts';
import { readConfig } from '../../lib/server/config.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import { until } from '../setup/process.ts';
import { lacksChartCluster, suiteName } from '../setup/requirements.ts';
import { type ChartRelease, chartRelease, NAMESPACE } from './chart-release.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { ask, createNamespace } from './objects.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const bearer = (token: string): Claim => ({ type: 'token', token, session: null });

describe.skipIf(lacksChartCluster !== null)(
  suiteName('who gets in, by an API server', lacksChartCluster),
  () => {
    let plane: ControlPlane;
    let release: ChartRelease;
    let reader: Reader;

    beforeAll(async () => {
      plane = await startControlPlane();
      release = chartRelease(plane);
      for (const name of [NAMESPACE, 'people', 'apps', 'payments']) await createNamespace(plane, name);
      const rules = [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list'] }];
      await ask(plane, 'POST', `${RBAC}/clusterroles`, { metadata: { name: 'lease-reader' }, rules });
      const metrics = [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }];
      await ask(plane, 'POST', `${RBAC}/clusterroles`, { metadata: { name: 'scraper' }, rules: metrics });
      for (const name of ['ana', 'ben', 'cleo', 'prometheus'])
        await ask(plane, 'POST', '/api/v1/namespaces/people/serviceaccounts', { metadata: { name } });
      await bind(null, 'lease-reader', 'ana');
      await bind('apps', 'lease-reader', 'ben');
      await bind(null, 'scraper', 'prometheus');
      release.install({ auth: { mode: 'token' } });
      const loaded = loadCluster({
        kubeconfig: await release.kubeconfig(),
        context: undefined,
        env: {},
        homeDirectory: undefined,
        serviceAccountDirectory: '/nonexistent',
      });
      if (loaded.type !== 'cluster') throw new Error(JSON.stringify(loaded));
      reader = createReader({ cluster: loaded.cluster, clock: systemClock(), timers: systemTimers });
    });
    afterAll(async () => {
      reader?.close();
      release?.remove();
      await plane?.stop();
    });

    const bindings = (namespace: string | null): string =>
      namespace === null ? `${RBAC}/clusterrolebindings` : `${RBAC}/namespaces/${namespace}/rolebindings`;
    const bind = (namespace: string | null, role: string, name: string) =>
      ask(plane, 'POST', bindings(namespace), {
        metadata: { name: `${role}-${name}` },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', namespace: 'people', name }],
      });
    async function tokenOf(name: string, audiences?: string[]): Promise<string> {
      const path = `/api/v1/namespaces/people/serviceaccounts/${name}/token`;
      const spec = { expirationSeconds: 3600, ...(audiences === undefined ? {} : { audiences }) };
      return ((await ask(plane, 'POST', path, { spec })) as { status: { token: string } }).status.token;
    }
    function world(over: Partial<AuthConfig> = {}) {
      let moved = 0;
      const clock = systemClock();
      const gate = createGate({
        config: { ...readConfig({}).auth, mode: 'token', ...over },
        reviews: createReviews(reader),
        sessions: createSessions(randomBytes(32), randomBytes),
        namespaces: () => new Set(['apps', 'kube-system', 'payments']),
        hashKey: randomBytes(32),
        now: () => clock.now() + moved,
        random: () => 0,
        onFailure: () => undefined,
        onStranger: () => undefined,
      });
      return {
        gate,
        pass: (ms: number) => {
          moved += ms;
        },
        codeOf: (token: string, purpose: 'data' | 'metrics' = 'data'): Promise<string> =>
          gate.admit(bearer(token), 'c', purpose).then(
            () => 'let in',
            (error: unknown) => (error as { code: string }).code,
          ),
      };
    }

    it('is who the token says, and sees what they may list', async () => {
      const { gate, codeOf } = world();
      expect(await gate.admit(bearer(await tokenOf('ana')), 'c', 'data')).toMatchObject({
        user: 'system:serviceaccount:people:ana',
        sight: null,
      });
      const ben = await gate.admit(bearer(await tokenOf('ben')), 'c', 'data');
      expect([...(ben.sight ?? [])]).toEqual(['apps']);
      expect(await codeOf(await tokenOf('cleo'))).toBe('forbidden');
      expect(await codeOf(await tokenOf('prometheus'), 'metrics')).toBe('let in');
      expect(await codeOf(await tokenOf('ben'), 'metrics')).toBe('forbidden');
    });

    it('is nobody with a token that was changed, of another issuer, or made for others', async () => {
      const { codeOf } = world();
      const good = await tokenOf('ana');
      const [head = '', body = '', signature = ''] = good.split('.');
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
      const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      for (const token of [
        `${head}.${encode({ ...claims, sub: 'system:serviceaccount:kube-system:root' })}.${signature}`,
        `${encode({ alg: 'none' })}.${body}.`,
        `${head}.${body}.${signature.slice(0, -4)}AAAA`,
        'not-a-token',
        await tokenOf('ana', ['somebody-else']),
      ])
        expect(await codeOf(token)).toBe('unauthorized');
      expect(await codeOf(good)).toBe('let in');
    });

    it('of tokens for Tenure takes those alone, where it is told to', async () => {
      const { codeOf } = world({ audiences: ['tenure'] });
      expect(await codeOf(await tokenOf('ana', ['tenure']))).toBe('let in');
      expect(await codeOf(await tokenOf('ana'))).toBe('unauthorized');
    });

    it('a RoleBinding that is taken away is noticed within half a minute, also by an open stream', async () => {
      const { gate, pass, codeOf } = world();
      await bind('payments', 'lease-reader', 'cleo');
      const token = await tokenOf('cleo');
      await until('the right to reach the API server', async () =>
        (await world().codeOf(token)) === 'let in' ? true : null,
      );
      const { cookie } = await gate.signIn(token, 'c');
      const session = gate.session(cookie);
      const viewer = await gate.admit({ type: 'token', token, session }, 'c', 'data');
      expect(await viewer.recheck()).toEqual(new Set(['payments']));
      await ask(plane, 'DELETE', `${bindings('payments')}/lease-reader-cleo`);
      await until('the API server to know it', async () =>
        (await world().codeOf(token)) === 'forbidden' ? true : null,
      );
      pass(STANDS_MS);
      expect(await viewer.recheck()).toBe('gone');
      expect(await codeOf(token)).toBe('forbidden');
    });

    it('a ServiceAccount that is deleted ends its sessions', async () => {
      const { gate, pass } = world();
      await ask(plane, 'POST', '/api/v1/namespaces/people/serviceaccounts', { metadata: { name: 'dora' } });
      await bind(null, 'lease-reader', 'dora');
      const token = await tokenOf('dora');
      await until('the right to reach the API server', async () =>
        (await world().codeOf(token)) === 'let in' ? true : null,
      );
      const { cookie } = await gate.signIn(token, 'c');
      const session = gate.session(cookie);
      const viewer = await gate.admit({ type: 'token', token, session }, 'c', 'data');
      await ask(plane, 'DELETE', '/api/v1/namespaces/people/serviceaccounts/dora');
      // The API server itself remembers a token for 10 s.
      await until('the API server to refuse it', async () => {
        pass(STANDS_MS);
        return (await viewer.recheck()) === 'gone' ? true : null;
      });
    });

    it('nobody is let in without the right to ask', async () => {
      release.install({});
      await until('the right to be taken away', async () =>
        (await world().codeOf(await tokenOf('ana'))) === 'unavailable' ? true : null,
      );
      await expect(world().gate.admit(bearer(await tokenOf('ana')), 'c', 'data')).rejects.toThrow(
        /create tokenreviews and subjectaccessreviews/,
      );
      release.install({ auth: { mode: 'token' } });
      await until('the right to be back', async () =>
        (await world().codeOf(await tokenOf('ana'))) === 'let in' ? true : null,
      );
    });

    it('with the API server away what stands for half a minute is all there is', async () => {
      const { pass, codeOf } = world();
      const ana = await tokenOf('ana');
      expect(await codeOf(ana)).toBe('let in');
      await plane.killApiServer();
      expect(await codeOf(ana)).toBe('let in');
      pass(STANDS_MS + 1);
      expect(await codeOf(ana)).toBe('unavailable');
      await plane.startApiServer();
      await until('the API server to say it again', async () =>
        (await codeOf(ana)) === 'let in' ? true : null,
      );
    });
  },
);
