/**
 * Three people whom a real API server knows by their tokens, with different rights by RBAC: each sees exactly their
 * namespaces, in every call, in the stream, in files and in alerts, and what is taken away is gone from an open stream.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CurrentViewer } from '../../lib/server/current-viewer.ts';
import type { Runtime } from '../../lib/server/runtime.ts';
import { seenBy } from '../../lib/server/seen-runtime.ts';
import { CALLS, call, openReader, saidBy } from '../server/sight-calls.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { ask, createLease, createNamespace, grantPerson, personToken, writeLease } from './objects.ts';
import { startTenureRuntime } from './tenure-runtime.ts';

const ANA_SEES = 'team-qk3xa';
const BEN_SEES_TOO = 'team-zw9eb';
/** What stands in every name of a namespace. */
const WORDS: Readonly<Record<string, string>> = {
  [ANA_SEES]: 'qk3xa',
  [BEN_SEES_TOO]: 'zw9eb',
  'team-jv5oc': 'jv5oc',
};
const NAMESPACES = Object.keys(WORDS);

describe.skipIf(lacksApiServer !== null)(suiteName('what three people see', lacksApiServer), () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-sight-'));
  let plane: ControlPlane;
  let runtime: Runtime;
  let renewing: ReturnType<typeof setInterval> | undefined;
  const leaseOf = (namespace: string, transitions: number) => ({
    ...{ namespace, name: `lock-${WORDS[namespace]}`, holder: `pod-${WORDS[namespace]}-${transitions}` },
    transitions,
  });

  beforeAll(async () => {
    plane = await startControlPlane();
    for (const namespace of [...NAMESPACES, 'people']) await createNamespace(plane, namespace);
    let turn = 0;
    for (const namespace of NAMESPACES) {
      await createLease(plane, leaseOf(namespace, turn));
      // Nobody renews it: it expires.
      await createLease(plane, {
        ...{ namespace, name: `left-${WORDS[namespace]}`, holder: `gone-${WORDS[namespace]}` },
        ...{ transitions: 0, durationSeconds: 3 },
      });
    }
    await grantPerson(plane, 'ana', [ANA_SEES]);
    await grantPerson(plane, 'ben', [ANA_SEES, BEN_SEES_TOO]);
    await grantPerson(plane, 'cyd', null);
    renewing = setInterval(() => {
      // Each changes hands now and then. A write that fails is followed by the next.
      turn += 1;
      for (const namespace of NAMESPACES)
        void writeLease(plane, leaseOf(namespace, Math.floor(turn / 8))).catch(() => undefined);
    }, 1000);
    runtime = startTenureRuntime(plane.adminKubeconfig, {
      TENURE_AUTH: 'token',
      TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
    });
    await until(
      'alerts about every namespace',
      () => {
        const about = new Set(runtime.alerts.all().map(({ finding }) => finding.subject.namespace));
        return NAMESPACES.every((namespace) => about.has(namespace)) ? true : null;
      },
      100_000,
    );
  }, 200_000);
  afterAll(async () => {
    clearInterval(renewing);
    await runtime?.stop();
    await plane?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const admitted = async (name: string): Promise<CurrentViewer> =>
    runtime.gate.admit({ type: 'token', token: await personToken(plane, name), session: null }, 'c', 'data');

  /** Every call, with every Lease that they see where it is about one. */
  async function answersFor(viewer: CurrentViewer): Promise<Map<string, string>> {
    const answers = new Map<string, string>();
    const leases = [...seenBy(runtime, viewer.sight).leases()].map(({ record }) => record);
    for (const [route, { asks }] of Object.entries(CALLS)) {
      const one = route.includes('[name]') || route === 'api/v1/renewals';
      for (const query of asks)
        for (const { namespace, name } of one ? leases : [{ namespace: '', name: '' }]) {
          const filled = query.replace('[namespace]', namespace).replace('[name]', name);
          const answer = await saidBy(await call(runtime, viewer, route, filled, { namespace, name }));
          answers.set(route, `${answers.get(route) ?? ''}${answer}`);
        }
    }
    return answers;
  }
  const namedIn = (text: string): string[] =>
    NAMESPACES.filter((namespace) => text.includes(WORDS[namespace] ?? ''));

  it.each([
    ['ana', [ANA_SEES]],
    ['ben', [ANA_SEES, BEN_SEES_TOO]],
    ['cyd', NAMESPACES],
  ])(
    '%s sees what the API server lets them list',
    async (name, namespaces) => {
      const viewer = await admitted(name);
      const reader = await openReader(runtime, viewer);
      const told = await until(`a handover to be streamed to ${name}`, () =>
        reader.of('handover').length > 0 ? reader.received : null,
      );
      const answers = await answersFor(viewer);
      await reader.cancel();
      for (const text of [...answers.values(), JSON.stringify(told)])
        expect(namespaces).toEqual(expect.arrayContaining(namedIn(text)));
      // And they do see them, in each of these.
      for (const route of ['alerts', 'handovers', 'incident', 'leases', 'timeline', 'renewals'])
        expect([route, namedIn(answers.get(`api/v1/${route}`) ?? '')]).toEqual([route, namespaces]);
      expect(namedIn(JSON.stringify(told))).toEqual(namespaces);
      const { sees } = seenBy(runtime, viewer.sight).status();
      expect(sees).toEqual(name === 'cyd' ? null : [...namespaces].sort());
    },
    60_000,
  );

  it('what is taken away is gone from an open stream, which ends', async () => {
    const viewer = await admitted('ben');
    const reader = await openReader(runtime, viewer);
    await until('its beginning', () => (reader.received.length > 0 ? true : null));
    await ask(
      plane,
      'DELETE',
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${BEN_SEES_TOO}/rolebindings/reads-leases-ben`,
    );
    await until('the stream to end', () => (reader.ended() === 'closed' ? true : null), 50_000);
    const again = await openReader(runtime, await admitted('ben'));
    await until('its beginning', () => (again.received.length > 0 ? true : null));
    await again.cancel();
    expect(namedIn(JSON.stringify(again.received))).toEqual([ANA_SEES]);
  }, 80_000);
});
