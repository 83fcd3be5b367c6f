/** Two whole servers on one PostgreSQL, each killed once: how soon all is as before, and whether anything was lost. */
import { runReplicas } from '../e2e/replicas-run.ts';
import { lacksPostgres } from '../setup/postgres.ts';
import { lacksAlertmanager } from '../setup/requirements.ts';
import { atMost, type Figure, note } from './report.ts';

const STREAMS = 500;
const PROVOKED_MS = 60_000;
const QUICK = { streams: 100, provokedMs: 30_000 };

export async function replicas(quick: boolean): Promise<Figure[]> {
  const lacking = lacksPostgres ?? lacksAlertmanager;
  if (lacking !== null) return [note('replicas', lacking)];
  const run = await runReplicas(quick ? QUICK.streams : STREAMS, quick ? QUICK.provokedMs : PROVOKED_MS);
  const faults = [...run.streamFaults, ...run.historyFaults, ...run.alertFaults, ...run.alertmanagerFaults];
  const kept = `${run.handovers} handovers, ${run.told} messages, ${run.twice} of them twice`;
  return [
    ...run.kills.flatMap(({ what, broke, slowestMs, handoverMs }) => [
      atMost(
        `replicas: streams live again, ${what === 'sender' ? 'who told' : 'the other one'} killed`,
        slowestMs / 1000,
        5,
        's',
        `the slowest of ${broke} that broke, of ${run.streams}`,
      ),
      ...(handoverMs === null ? [] : [atMost('replicas: another one tells', handoverMs / 1000, 10, 's')]),
    ]),
    atMost('replicas: lost, doubled or invented', faults.length, 0, 'faults', kept),
    atMost('replicas: blind spots', run.blindSpots, 0, 'stretches'),
    ...faults.slice(0, 5).map((fault) => note('', fault)),
  ];
}
