/** Twenty real elections under faults, Tenure watching them, and meanwhile killed with -9, cut off, and told to end. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handover } from '../../lib/lease/handover.ts';
import { until } from '../setup/process.ts';
import { ELECTIONS, keyOf, scenario } from './elections.ts';
import { startControlPlane } from './envtest.ts';
import { keptFaults, type Span } from './kept-truth.ts';
import { startTenureProcess, type TenureProcess } from './tenure-store.ts';
import { parseTruth, type Truth } from './truth.ts';
import { startWay } from './way.ts';

export type TruthRun = {
  truth: Truth;
  kept: Handover[];
  watched: Span[];
  /** When no Tenure watched. */
  away: Span[];
  /** What is wrong with what is kept of one election. */
  faults(key: string): string[];
};

/** The last faults' takeovers are waited for. */
const QUIET_END_MS = 8_000;
const AWAY = [
  { at: 0.35, how: 'SIGKILL', forMs: 1_000 },
  // Longer than the API server remembers.
  { at: 0.55, how: 'cut', forMs: 6_000 },
  { at: 0.75, how: 'SIGTERM', forMs: 7_000 },
] as const;

export const elapsed = (ms: number): Promise<true> => {
  const from = performance.now();
  return until('time to pass', () => (performance.now() - from >= ms ? true : null), ms + 10_000);
};

export async function runTruth(watchedMs: number, seed: number): Promise<TruthRun> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-truth-'));
  const database = `file:${join(directory, 'tenure.db')}`;
  const truthFile = join(directory, 'truth.jsonl');
  const plane = await startControlPlane();
  const way = await startWay(plane.adminKubeconfig, join(directory, 'way.kubeconfig'));
  const running: TenureProcess[] = [];
  const away: Span[] = [];

  const back = (): void => {
    const last = away.at(-1);
    if (last !== undefined) last.to = Date.now();
  };
  const start = async (): Promise<TenureProcess> => {
    const tenure = await startTenureProcess(way.kubeconfig, database, `run-${running.length + 1}`);
    running.push(tenure);
    back();
    return tenure;
  };
  const record = (): Truth => parseTruth(readFileSync(truthFile, 'utf8'));

  try {
    let tenure = await start();
    const scenarioFile = join(directory, 'scenario.json');
    writeFileSync(
      scenarioFile,
      JSON.stringify({ ...scenario(seed), randomUntilMs: watchedMs - QUIET_END_MS }),
    );
    const electors = plane.startElectors(scenarioFile, truthFile);
    if (electors === null) throw new Error('the elector is missing');
    const began = await until('the electors to begin', () => record().startedAt);
    for (const { at, how, forMs } of AWAY) {
      await elapsed(began + watchedMs * at - Date.now());
      away.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
      if (how === 'cut') way.cut();
      else await (how === 'SIGKILL' ? tenure.kill() : tenure.stop());
      await elapsed(forMs);
      if (how === 'cut') {
        way.mend();
        back();
        await tenure.watches();
      } else tenure = await start();
    }
    await elapsed(began + watchedMs - Date.now());
    const { handovers: kept, watched } = await tenure.kept();
    const endedAt = Date.now();
    // The recorder's own watch may be a little behind.
    await elapsed(2_000);
    const truth = record();
    electors.write('{"do":"end"}');
    await electors.ended;
    return {
      truth,
      kept,
      watched,
      away,
      faults(key) {
        const election = ELECTIONS.find((one) => keyOf(one) === key);
        // What happened at the very end may be on either side of it.
        const until = endedAt - 1_000;
        return keptFaults({
          writes: (truth.writes.get(key) ?? []).filter(({ at }) => at <= until),
          durationMs: (election?.durationSeconds ?? 0) * 1_000,
          kept: kept.filter((one) => keyOf(one) === key && one.at <= until),
          watched,
        });
      },
    };
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    await way.stop();
    await plane.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
