/** What lies behind a Lease, on a real API server: a Pod that is deleted while it holds one, and a lock that is none. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../lib/alert/alert.ts';
import type { Rule } from '../../lib/detect/finding.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { ask, createLease, createNamespace, writeLease } from './objects.ts';
import { startTenureProcess, type TenureProcess } from './tenure-store.ts';

const NAMESPACE = 'operators';
const POD = 'web-6d4cf56db6-x7k2p';
const HELD = {
  namespace: NAMESPACE,
  name: 'web-lock',
  holder: `${POD}_uuid`,
  transitions: 1,
  durationSeconds: 4,
};
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

describe.skipIf(lacksApiServer !== null)(suiteName('what lies behind a Lease', lacksApiServer), () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-behind-'));
  let plane: ControlPlane;
  let tenure: TenureProcess;
  let renewing: ReturnType<typeof setInterval> | undefined;

  beforeAll(async () => {
    plane = await startControlPlane();
    await createNamespace(plane, NAMESPACE);
    await ask(plane, 'POST', `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, {
      metadata: { name: 'default' },
    });
    await ask(plane, 'POST', PODS, {
      metadata: {
        name: POD,
        labels: { 'pod-template-hash': '6d4cf56db6' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6d4cf56db6', uid: 'u', controller: true },
        ],
      },
      spec: { containers: [{ name: 'c', image: 'web:1' }] },
    });
    await ask(plane, 'POST', `/api/v1/namespaces/${NAMESPACE}/configmaps`, {
      metadata: {
        name: 'old-lock',
        annotations: { 'control-plane.alpha.kubernetes.io/leader': '{"holderIdentity":"old-0"}' },
      },
      data: { some: 'thing' },
    });
    await createLease(plane, HELD);
    // One that fails is followed by the next.
    renewing = setInterval(() => void writeLease(plane, HELD).catch(() => undefined), 1000);
    tenure = await startTenureProcess(plane.adminKubeconfig, `file:${join(directory, 'tenure.db')}`, 'one');
  }, 120_000);
  afterAll(async () => {
    clearInterval(renewing);
    await tenure?.stop();
    await plane?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const firing = (rule: Rule, withinMs: number): Promise<Alert> =>
    until(
      `${rule} to fire`,
      async () =>
        (await tenure.alerts()).find((one) => one.state === 'firing' && one.finding.rule === rule) ?? null,
      withinMs,
    );

  it('§7 finds a leader annotation by the metadata of ConfigMaps', async () => {
    expect((await firing('legacy-lock', 60_000)).finding).toMatchObject({
      severity: 'info',
      subject: { namespace: NAMESPACE, name: 'old-lock', holder: 'old-0' },
    });
  }, 90_000);

  it('§10 finds that the Pod in which the holder was found is gone, under what that means', async () => {
    clearInterval(renewing);
    await ask(plane, 'DELETE', `${PODS}/${POD}?gracePeriodSeconds=0`);
    const gone = await firing('holder-gone', 60_000);
    expect(gone.finding).toMatchObject({
      severity: 'warning',
      certainty: 'certain',
      subject: { namespace: NAMESPACE, name: HELD.name, holder: HELD.holder },
      evidence: { pod: POD, podNamespace: NAMESPACE, podUid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    const root = await firing('expired-but-held', 5000);
    expect(gone.rootId).toBe(root.id);
    expect(root.finding.summary).toContain('Pod does not exist any more');
  }, 90_000);
});
