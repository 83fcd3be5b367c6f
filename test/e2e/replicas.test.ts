/** Two whole servers on one PostgreSQL, one killed after the other: nobody who watches or is told loses anything. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lacksPostgres } from '../setup/postgres.ts';
import { lacksAlertmanager, suiteName } from '../setup/requirements.ts';
import { type ReplicasRun, runReplicas } from './replicas-run.ts';

const STREAMS = 500;
const PROVOKED_MS = 35_000;
const lacking = lacksPostgres ?? lacksAlertmanager;

describe.skipIf(lacking !== null)(suiteName('two replicas, one killed after the other', lacking), () => {
  let run: ReplicasRun;
  beforeAll(async () => {
    run = await runReplicas(STREAMS, PROVOKED_MS);
  }, 600_000);

  it('each time the streams of the one that is gone come back for a whole snapshot, and no others break', () => {
    expect(run.streamFaults).toEqual([]);
    expect(run.kills.map(({ what, broke }) => [what, broke])).toEqual([
      ['sender', STREAMS / 2],
      ['other', STREAMS / 2],
    ]);
    for (const { slowestMs } of run.kills) expect(slowestMs).toBeLessThan(60_000);
  });

  it('keep each handover once, and call nothing unwatched that one of them watched', () => {
    expect(run.historyFaults).toEqual([]);
    expect(run.handovers).toBeGreaterThan(40);
    expect(run.blindSpots).toBe(0);
  });

  it('tell a webhook of each alert once, and that it is over once', () => {
    expect(run.alertFaults).toEqual([]);
    expect(run.told).toBeGreaterThan(10);
  });

  it('give Alertmanager each alert once, for as long as it fires', () => {
    expect(run.alertmanagerFaults).toEqual([]);
    expect(run.pages).toBeGreaterThan(10);
  });
});
