/**
 * Tenure's runtime and store on a real API server with real electors, killed with -9 and started again: what is
 * kept of before and between is there afterwards, once, and what nobody watched is a blind spot.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HolderPlace } from '../../lib/history/history.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { type Program, until } from '../setup/process.ts';
import { lacksControllers, lacksElectors, suiteName } from '../setup/requirements.ts';
import { ELECTIONS, keyOf, WATCHED_FOR_MS } from './elections.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import type { Span } from './kept-truth.ts';
import { ask } from './objects.ts';
import { startTenureProcess, type TenureProcess } from './tenure-store.ts';
import { elapsed, runTruth, type TruthRun } from './truth-run.ts';

const SEED = 4;
/** A batch is written every second. */
const WRITTEN_AFTER_MS = 2_500;

describe.skipIf(lacksControllers !== null)(
  suiteName('the electors of a control plane, and Tenure killed after them', lacksControllers),
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-history-'));
    const database = `file:${join(directory, 'tenure.db')}`;
    let plane: ControlPlane;
    let kept: Handover[] = [];
    let keptBefore: Handover[] = [];
    let blind: Span[] = [];
    let places: HolderPlace[] = [];
    let away: Span = { from: 0, to: 0 };
    const running: TenureProcess[] = [];

    const holderOf = async (name: string): Promise<string> => {
      const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}`;
      const { status, body } = await plane.request('GET', path);
      const spec = status === 200 ? (body as { spec: { holderIdentity?: string } }).spec : {};
      return spec.holderIdentity ?? '';
    };
    const leads = (name: string, not = '') =>
      until(
        `somebody to lead by ${name}`,
        async () => {
          const holder = await holderOf(name);
          return holder !== '' && holder !== not ? holder : null;
        },
        60_000,
      );
    const component = (name: 'kube-controller-manager' | 'kube-scheduler'): Program => {
      const program = plane.startComponent(name);
      if (program === null) throw new Error(`${name} is missing`);
      return program;
    };
    const start = async (instance: string) => {
      const tenure = await startTenureProcess(plane.adminKubeconfig, database, instance);
      running.push(tenure);
      return tenure;
    };

    beforeAll(async () => {
      plane = await startControlPlane();
      // Both run on this machine: its name is the Pod's, as that of a static Pod on a node of another name.
      await ask(plane, 'POST', '/api/v1/namespaces/kube-system/pods', {
        metadata: { name: hostname().toLowerCase() },
        spec: { nodeName: 'cp-1', containers: [{ name: 'c', image: 'kube-controller-manager:v1' }] },
      });
      const first = await start('first');
      const manager = component('kube-controller-manager');
      const scheduler = component('kube-scheduler');
      const [managing, scheduling] = await Promise.all([
        leads('kube-controller-manager'),
        leads('kube-scheduler'),
      ]);
      component('kube-controller-manager');
      component('kube-scheduler');
      // The others have to see it held, and P has to be seen in its renewals.
      await elapsed(8_000);
      await Promise.all([manager.stop('SIGKILL'), scheduler.stop('SIGTERM')]);
      await Promise.all([leads('kube-controller-manager', managing), leads('kube-scheduler', scheduling)]);
      await elapsed(WRITTEN_AFTER_MS);
      keptBefore = (await first.kept()).handovers;
      away = { from: Date.now(), to: 0 };
      await first.kill();
      await elapsed(2_000);
      const second = await start('second');
      away.to = Date.now();
      await elapsed(WRITTEN_AFTER_MS);
      ({ handovers: kept, blind, places } = await second.kept());
      await second.stop();
    }, 240_000);
    afterAll(async () => {
      await Promise.all(running.map((one) => one.stop()));
      await plane?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    const of = (name: string) => kept.filter((one) => one.name === name && one.cause !== 'first');

    it('the controller manager killed: expiry, silent between L and L + 4.4 P', () => {
      const [one, ...more] = of('kube-controller-manager');
      expect(more).toEqual([]);
      expect(one?.cause).toBe('expiry');
      expect(one?.silentMs).toBeGreaterThanOrEqual(15_000);
      expect(one?.silentMs).toBeLessThanOrEqual(15_000 + 4.4 * 2_000);
    });

    it('the scheduler told to end: release, vacant for at most 4.4 s', () => {
      const [one, ...more] = of('kube-scheduler');
      expect(more).toEqual([]);
      expect(one?.cause).toBe('release');
      expect(one?.vacantMs).toBeLessThanOrEqual(4_400);
    });

    it('is the same before and after the kill, and the time between is blind', () => {
      expect(kept).toEqual(keptBefore);
      const middle = (away.from + away.to) / 2;
      expect(blind.some(({ from, to }) => from <= middle && middle <= to)).toBe(true);
    });

    it('knows where the new holders run', () => {
      const to = of('kube-controller-manager')[0]?.to;
      expect(places.find(({ identity }) => identity === to)).toMatchObject({
        podNamespace: 'kube-system',
        podName: hostname().toLowerCase(),
        node: 'cp-1',
      });
    });
  },
);

describe.skipIf(lacksElectors !== null)(
  suiteName('twenty elections under faults, Tenure killed, cut off and ended meanwhile', lacksElectors),
  () => {
    let run: TruthRun | null = null;
    beforeAll(async () => {
      run = await runTruth(WATCHED_FOR_MS, SEED);
    }, WATCHED_FOR_MS + 180_000);

    it('has a record without holes', () => expect(run?.truth.holes).toBe(0));

    it('was away three times, and calls none of it watched', () => {
      const watched = run?.watched ?? [];
      expect(run?.away).toHaveLength(3);
      for (const { from, to } of run?.away ?? []) {
        const middle = (from + to) / 2;
        expect(watched.some((span) => span.from < middle && middle < span.to)).toBe(false);
      }
      const watchedMs = watched.reduce((sum, { from, to }) => sum + to - from, 0);
      expect(watchedMs).toBeGreaterThan(WATCHED_FOR_MS * 0.7);
    });

    it.each(ELECTIONS.map(keyOf))('%s: nothing lost, nothing invented, nothing doubled', (key) =>
      expect(run?.faults(key)).toEqual([]),
    );

    it('keeps each handover once, and saw enough of them', () => {
      const kept = run?.kept ?? [];
      expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
      expect(kept.filter(({ cause }) => cause !== 'unseen' && cause !== 'first').length).toBeGreaterThan(20);
      expect(kept.some(({ cause }) => cause === 'unseen')).toBe(true);
    });
  },
);
