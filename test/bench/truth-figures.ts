/** Whether what is kept is true, over ten minutes of real elections; and what the demo's past costs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHistory } from '../../lib/history/create-history.ts';
import { startInProcess } from '../../lib/history/start-in-process.ts';
import { systemClock } from '../../lib/server/system-clock.ts';
import { systemTimers } from '../../lib/server/timers.ts';
import { readBeginning } from '../../scripts/demo-beginning.ts';
import { ELECTIONS, keyOf } from '../cluster/elections.ts';
import { runTruth } from '../cluster/truth-run.ts';
import { run, until } from '../setup/process.ts';
import { lacksElectors } from '../setup/requirements.ts';
import { ROOT, startSimulator } from '../setup/stack.ts';
import { cpuMs } from './proc.ts';
import { atMost, type Figure, note } from './report.ts';

const SEED = 10;
const TEN_MINUTES_MS = 600_000;
const QUICK_MS = 60_000;

/** Handovers lost, invented or doubled: none may be. */
export async function truth(quick: boolean): Promise<Figure[]> {
  if (lacksElectors !== null) return [note('stored history against the truth', lacksElectors)];
  const watchedMs = quick ? QUICK_MS : TEN_MINUTES_MS;
  const played = await runTruth(watchedMs, SEED);
  const faults = ELECTIONS.map(keyOf).flatMap(played.faults);
  const unseen = played.kept.filter(({ cause }) => cause === 'unseen').length;
  const more = `${played.kept.length} handovers, ${unseen} of them unseen, ${played.away.length} times away, ${watchedMs / 60_000} min`;
  const { holes } = played.truth;
  return [
    atMost('stored history against the truth: faults', faults.length + holes, 0, 'faults', more),
    ...faults.slice(0, 5).map((fault) => note('', fault)),
  ];
}

const HOUR_MS = 3_600_000;
const PLAYED_WITHIN_MS = 300_000;

/** The 24 hours that the demo begins with: until the last of them is there, and what all of them cost. */
export async function past(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-past-'));
  const simulator = await startSimulator();
  try {
    const beginning = await readBeginning(simulator.url);
    const file = join(directory, 'beginning.json');
    writeFileSync(file, JSON.stringify(beginning));
    const url = `file:${join(directory, 'tenure.db')}`;
    const history = createHistory({
      url,
      start: startInProcess,
      instance: 'reader',
      timers: systemTimers,
      clock: systemClock(),
      log: { info: () => undefined, warn: () => undefined },
    });
    await history.open({ aliases: [`uid:${beginning.clusterId}`], name: null });
    const begun = performance.now();
    const program = run(process.execPath, [join(ROOT, 'scripts/demo-past.ts'), file, url]);
    let over = false;
    void program.ended.then(() => {
      over = true;
    });
    let lastHourMs: number | null = null;
    let usedMs = 0;
    const hour = { from: beginning.at - HOUR_MS / 2, to: beginning.at };
    await until(
      'the past to be played',
      async () => {
        if (over) return true;
        usedMs = cpuMs(program.pid) || usedMs;
        if (lastHourMs !== null) return null;
        const { leases } = await history.reads.known();
        const blind = leases.length === 0 ? null : await history.reads.blindSpots({ ...hour, watching: [] });
        if (blind?.length === 0) lastHourMs = performance.now() - begun;
        return null;
      },
      PLAYED_WITHIN_MS,
    );
    await history.close(1_000);
    return [
      atMost('demo: the last hour of its past is there', (lastHourMs ?? Number.NaN) / 1000, 5, 's'),
      atMost('demo: CPU of 24 hours of past', usedMs / 1000, 60, 's'),
    ];
  } finally {
    await simulator.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
