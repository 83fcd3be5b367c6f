/**
 * Random schedules of handovers, outages, restarts and kill -9, over the simulator's electors, Tenure's runtime and
 * a real store: what is kept equals the truth wherever it says that it was watched, and what it does not say so of
 * is a blind spot.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { recordTroubles } from './schedule-blind.ts';
import { judgeRenewals, readKeptRenewals, recordRenewals } from './schedule-renewals.ts';
import { FOUND, faultOf, type Step, schedule } from './schedule-steps.ts';
import { recordTruth } from './schedule-truth.ts';
import { judge, type Kept, readKept } from './schedule-verdict.ts';
import { createWorld, type LoadedBy, type Run, removeStore, startRun, type World } from './schedule-world.ts';

const loading = vi.hoisted<LoadedBy>(() => ({
  load: () => ({ type: 'none', lookedFor: [] }),
}));
vi.mock('../../lib/kube/cluster.ts', async (original) => ({
  ...(await original<typeof import('../../lib/kube/cluster.ts')>()),
  loadCluster: () => loading.load(),
}));

const SCHEDULES = 200;
const directory = mkdtempSync(join(tmpdir(), 'tenure-schedules-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the schedules led to, so that it can be said that they were about something. */
const sum = {
  seen: 0,
  unseen: 0,
  hidden: 0,
  blind: 0,
  kills: 0,
  drawn: 0,
  calm: 0,
  minutes: 0,
  unwritten: 0,
};
let numbers = 0;

/** A Lease that was deleted can't be deleted again before somebody has made it. */
function isThere({ cluster }: World, lease: string): boolean {
  return cluster.store.leaseTable.snapshot().some(({ namespace, name }) => `${namespace}/${name}` === lease);
}

async function play(seed: number, steps: readonly Step[]): Promise<string[]> {
  const file = join(directory, `${++numbers}.db`);
  const url = `file:${file}`;
  const world = createWorld(seed);
  const truth = recordTruth(world.cluster);
  const renewals = recordRenewals(world.cluster);
  const kills: number[] = [];
  const { now } = world.time;
  const begunAt = now();
  const troubles = recordTroubles(now);
  let runs = 0;
  let run: Run | null = null;
  const start = () => {
    run = startRun(world, { url }, `run-${++runs}`, loading);
    troubles.over('away');
  };
  const gone = () => {
    run = null;
    // Whoever starts next has a watch of its own.
    troubles.over('silent');
    troubles.begin('away');
  };

  start();
  await world.pass(6_000);
  for (const step of steps) {
    if (step.do === 'kill' && run !== null) {
      kills.push(now());
      (run as Run).kill();
      gone();
      sum.kills += 1;
    } else if (step.do === 'stop' && run !== null) {
      await (run as Run).stop();
      gone();
    } else if (step.do === 'start' && run === null) start();
    else if (step.do === 'read') void (run as Run | null)?.history.flush();
    else if (step.do === 'down') {
      world.network.down();
      troubles.over('silent');
      troubles.begin('down');
    } else if (step.do === 'up') {
      world.network.up();
      troubles.over('down');
    } else if (step.do === 'silence') {
      world.network.silence();
      troubles.begin('silent');
    } else if (step.do === 'reset' || step.do === 'compact') {
      if (step.do === 'compact') {
        world.network.forgetHistory();
        troubles.forgot();
      }
      world.network.reset();
      troubles.broken();
      troubles.over('silent');
    } else if (step.do === 'end-watches') {
      world.network.endWatches();
      troubles.broken();
      troubles.over('silent');
    }
    const fault = faultOf(step);
    if (fault !== null && (fault.do !== 'delete' || isThere(world, fault.lease))) world.cluster.inject(fault);
    // What it did is heard of at once.
    await world.pass(0);
    await world.pass(step.thenMs);
  }
  world.network.up();
  troubles.over('down');
  if (run === null) start();
  await world.pass(60_000);
  const endedAt = now();
  await (run as Run | null)?.stop();
  const kept: Kept = await readKept(world, url, endedAt);
  const range = { from: kept.keptFrom ?? endedAt, to: endedAt };
  const keptRenewals = await readKeptRenewals(world, url, range);
  world.cluster.stop();
  truth.stop();
  renewals.stop();
  const { renewed } = renewals;
  const counted = judgeRenewals({ kept: keptRenewals, renewed, blind: kept.blind, kills, range });
  sum.minutes += counted.minutes;
  sum.unwritten += keptRenewals.unwritten.length;
  const verdict = judge({
    kept,
    ...truth,
    away: troubles.away,
    begunAt,
    excused: troubles.excused(),
    calm: troubles.calm(endedAt),
    endedAt,
  });
  sum.seen += verdict.seen;
  sum.unseen += verdict.unseen;
  sum.hidden += verdict.hidden;
  sum.drawn += verdict.drawn;
  sum.calm += verdict.calm;
  sum.blind += kept.blind.length;
  removeStore(file);
  return [...verdict.faults, ...counted.faults];
}

test(`${SCHEDULES} schedules: nothing lost, nothing invented, nothing doubled, and what was not watched is blind`, {
  timeout: 480_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), schedule, async (seed, steps) => {
      expect(await play(seed, steps)).toEqual([]);
    }),
    { numRuns: SCHEDULES, seed: 4, endOnFailure: true, examples: FOUND },
  );
  // They were about something: many of each.
  for (const [what, times] of Object.entries(sum)) expect(times, what).toBeGreaterThan(SCHEDULES / 4);
});
