/**
 * Tenure's runtime and store on a real API server with real electors, killed with -9 and started again: what is
 * kept of before and between is there afterwards, once, and what nobody watched is a blind spot.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HolderPlace } from '../../lib/history/history.ts';
import type { Handover } from '../../lib/lease/handover.ts';
import { type Program, until } from '../setup/process.ts';
import { lacksControllers, lacksElectors, suiteName } from '../setup/requirements.ts';
import { ELECTIONS, keyOf, scenario, WATCHED_FOR_MS } from './elections.ts';
import { type ControlPlane, startControlPlane } from './envtest.ts';
import { keptFaults, type Span } from './kept-truth.ts';
import { ask } from './objects.ts';
import { startTenureProcess, type TenureProcess } from './tenure-store.ts';
import { parseTruth, type Truth } from './truth.ts';

const SEED = 4;
/** A batch is written every second. */
const WRITTEN_AFTER_MS = 2_500;
const elapsed = (ms: number) => {
  const from = performance.now();
  return until('time to pass', () => (performance.now() - from >= ms ? true : null), ms + 10_000);
};

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

/** Two minutes here; the bench takes ten. */
const WATCHED_MS = Number(process.env.TENURE_TEST_TRUTH_MS ?? WATCHED_FOR_MS);

describe.skipIf(lacksElectors !== null)(
  suiteName('twenty elections under faults, Tenure killed twice meanwhile', lacksElectors),
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-history-'));
    const database = `file:${join(directory, 'tenure.db')}`;
    const truthFile = join(directory, 'truth.jsonl');
    let plane: ControlPlane | null = null;
    let electors: Program | null = null;
    let truth: Truth | null = null;
    let kept: Handover[] = [];
    let watched: Span[] = [];
    let endedAt = 0;
    const running: TenureProcess[] = [];
    const away: Span[] = [];

    beforeAll(async () => {
      plane = await startControlPlane();
      const { adminKubeconfig } = plane;
      const start = async (instance: string) => {
        const tenure = await startTenureProcess(adminKubeconfig, database, instance);
        running.push(tenure);
        const last = away.at(-1);
        if (last !== undefined) last.to = Date.now();
        return tenure;
      };
      let tenure = await start('run-1');
      const scenarioFile = join(directory, 'scenario.json');
      const untilMs = WATCHED_MS - 8_000;
      writeFileSync(scenarioFile, JSON.stringify({ ...scenario(SEED), randomUntilMs: untilMs }));
      electors = plane.startElectors(scenarioFile, truthFile);
      if (electors === null) throw new Error('the elector is missing');
      const record = (): Truth => parseTruth(readFileSync(truthFile, 'utf8'));
      const began = await until('the electors to begin', () => record().startedAt);
      for (const [index, part] of [0.4, 0.7].entries()) {
        await elapsed(began + WATCHED_MS * part - Date.now());
        away.push({ from: Date.now(), to: 0 });
        await tenure.kill();
        await elapsed(1_000 + index * 6_000);
        tenure = await start(`run-${index + 2}`);
      }
      await elapsed(began + WATCHED_MS - Date.now());
      ({ handovers: kept, watched } = await tenure.kept());
      endedAt = Date.now();
      await tenure.stop();
      // The recorder's own watch may be a little behind.
      await elapsed(2_000);
      truth = record();
      electors.write('{"do":"end"}');
      await electors.ended;
    }, WATCHED_MS + 180_000);
    afterAll(async () => {
      await Promise.all(running.map((one) => one.stop()));
      await electors?.stop();
      await plane?.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    it('has a record without holes', () => expect(truth?.holes).toBe(0));

    it('was away twice, and calls none of it watched', () => {
      for (const { from, to } of away) {
        const middle = (from + to) / 2;
        expect(watched.some((span) => span.from < middle && middle < span.to)).toBe(false);
      }
      const watchedMs = watched.reduce((sum, { from, to }) => sum + to - from, 0);
      expect(watchedMs).toBeGreaterThan(WATCHED_MS * 0.7);
    });

    it.each(ELECTIONS.map(keyOf))('%s: nothing lost, nothing invented, nothing doubled', (key) => {
      const writes = (truth?.writes.get(key) ?? []).filter(({ at }) => at <= endedAt - 1_000);
      const durationMs = (ELECTIONS.find((one) => keyOf(one) === key)?.durationSeconds ?? 0) * 1_000;
      const of = kept.filter((one) => keyOf(one) === key && one.at <= endedAt - 1_000);
      expect(keptFaults({ writes, durationMs, kept: of, watched })).toEqual([]);
    });

    it('keeps each handover once, and saw enough of them', () => {
      expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
      expect(kept.filter(({ cause }) => cause !== 'unseen' && cause !== 'first').length).toBeGreaterThan(20);
      expect(kept.some(({ cause }) => cause === 'unseen')).toBe(true);
    });
  },
);
