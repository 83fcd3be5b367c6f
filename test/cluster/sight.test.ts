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
import { seenBy } from '../../lib/server/seen/seen-runtime.ts';
import { CALLS, call, openReader, saidBy } from '../server/sight-calls.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { ask, personToken } from './objects.ts';
import { ANA_SEES, BEN_SEES_TOO, NAMESPACES, namedIn, PEOPLE, startPeople } from './people.ts';
import { startTenureRuntime } from './tenure-runtime.ts';

describe.skipIf(lacksApiServer !== null)(suiteName('what three people see', lacksApiServer), () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-sight-'));
  let plane: ControlPlane;
  let runtime: Runtime;
  let stopPeople: (() => void) | undefined;

  beforeAll(async () => {
    plane = await startControlPlane();
    stopPeople = await startPeople(plane);
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
    stopPeople?.();
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

  it.each(PEOPLE)(
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
