/** A Lease that a real elector renews, annotated by its team: the annotation stays, and is no life of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrackedLease } from '../../lib/lease/tracked.ts';
import { until } from '../setup/process.ts';
import { lacksControllers, suiteName } from '../setup/requirements.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { startTenure, type Tenure } from './tenure.ts';

const NAME = 'kube-scheduler';
const PATH = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${NAME}`;

describe.skipIf(lacksControllers !== null)(
  suiteName('annotations on a Lease of a real elector', lacksControllers),
  () => {
    let plane: ControlPlane;
    let tenure: Tenure;

    beforeAll(async () => {
      plane = await startControlPlane();
      tenure = startTenure(plane.adminKubeconfig);
      plane.startComponent(NAME);
      await seen('to be renewed', ({ usualGapMs }) => usualGapMs !== null);
    }, 90_000);
    afterAll(async () => {
      await tenure.stop();
      await plane.stop();
    });

    const seen = (what: string, is: (lease: TrackedLease) => boolean) =>
      until(
        `${NAME} ${what}`,
        async () => {
          const lease = tenure.book.get('kube-system', NAME);
          return lease !== undefined && is(lease) ? lease : null;
        },
        60_000,
      );

    /** As `kubectl annotate` does: again where its holder wrote it meanwhile. */
    const annotate = (annotations: Record<string, string>) =>
      until(
        'the Lease to be annotated',
        async () => {
          const { body } = await plane.request('GET', PATH);
          const lease = body as { metadata: Record<string, unknown> };
          const next = { ...lease, metadata: { ...lease.metadata, annotations } };
          return (await plane.request('PUT', PATH, next)).status === 200 ? true : null;
        },
        30_000,
      );

    it('stay while it is renewed, are heeded, and are let go of', async () => {
      const usualGapMs = tenure.book.get('kube-system', NAME)?.usualGapMs;
      await annotate({
        'tenure.dev/expected-interval': '6s',
        'tenure.dev/class': 'controller',
        'tenure.dev/silence-until': 'later',
      });
      const annotated = await seen('to be annotated', ({ class: leaseClass }) => leaseClass === 'controller');
      expect(annotated).toMatchObject({ usualGapMs: 6000, state: 'held' });
      expect(annotated.record.annotations?.faults).toEqual([
        expect.stringContaining('“later” is not a time'),
      ]);
      const renewedAt = annotated.lastRenewalAt ?? 0;
      const renewed = await seen(
        'to be renewed again',
        ({ lastRenewalAt }) => (lastRenewalAt ?? 0) > renewedAt + 4000,
      );
      expect(renewed.record.annotations?.expectedIntervalMs).toBe(6000);
      await annotate({});
      const bare = await seen('to be without', ({ record }) => record.annotations === null);
      expect(bare.class).toBe('control-plane');
      // The median of what was seen, as before it was annotated.
      expect(bare.usualGapMs).toBeLessThan(6000);
      expect(usualGapMs).toBeLessThan(6000);
      expect(tenure.handovers().map(({ cause }) => cause)).toEqual(['first']);
    }, 120_000);
  },
);
