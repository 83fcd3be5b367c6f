/** A store that comes back without the last that it said it had written: a backup, or the server that took over. */
import { closeSync, mkdtempSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lacksPostgres, type Postgres, startPostgres } from '../setup/postgres.ts';
import { suiteName } from '../setup/requirements.ts';
import { EVERYTHING, known } from './batch-builder.ts';
import { startTold, type ToldRun } from './told-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-older-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: ToldRun[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.history.close(0);
});

async function started(url: string): Promise<ToldRun> {
  const run = await startTold(url);
  open.push(run);
  return run;
}

async function kept({ history }: ToldRun): Promise<string[]> {
  const rows = await history.reads.handovers(EVERYTHING, { limit: 1000, after: null });
  return rows.map(({ id }) => id.slice('uid-1.'.length)).reverse();
}

describe('a file', () => {
  it('that was damaged, and in whose place a backup is put: the time since the backup is blind, but for the last handover', async () => {
    const path = join(folder, 'backup.db');
    const one = await started(`file:${path}`);
    const copiedAt = one.now();
    const file = new DatabaseSync(path);
    file.exec(`vacuum into '${path}.copy'`);
    await one.tell(1);
    const lastAt = one.now();
    file.exec('pragma wal_checkpoint(truncate)');
    file.close();
    const damaged = openSync(path, 'r+');
    writeSync(damaged, Buffer.alloc(statSync(path).size, 0x5a), 0);
    closeSync(damaged);
    await one.tell(2);
    await one.reach('failing', 'history_corrupt');
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    renameSync(`${path}.copy`, path);
    await one.reach('ready');
    await one.tell(3);
    expect(one.warned).toEqual(['history_corrupt']);
    expect(await kept(one)).toEqual(['0', '1', '2', '3']);
    const blind = await one.history.reads.blindSpots({ from: copiedAt - 500, to: one.now(), watching: [] });
    expect(blind).toMatchObject([{ from: copiedAt, to: lastAt }]);
    expect(one.emptied()).toBe(0);
  });
});

describe.skipIf(lacksPostgres !== null)(suiteName('PostgreSQL that fails', lacksPostgres), () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.end());

  /** Stops, and is there again once `meanwhile` has been done to it. */
  async function failOver(one: ToldRun, meanwhile: () => void): Promise<void> {
    await server.stop('immediate');
    await one.tell(10);
    await one.reach('failing', 'history_unreachable');
    await server.start();
    meanwhile();
    await one.reach('ready');
    await one.tell(11);
  }

  const blindSpots = async (one: ToldRun, from: number) =>
    one.history.reads.blindSpots({ from, to: one.now(), watching: [] });

  it('and has all that it had: nothing is blind', async () => {
    const one = await started(await server.createDatabase());
    const since = one.now();
    await one.tell(1);
    await failOver(one, () => undefined);
    expect(await kept(one)).toEqual(['0', '1', '10', '11']);
    expect(await blindSpots(one, since)).toEqual([]);
  });

  it('and lacks the last of it: that time is blind, and states and the last handover are told again', async () => {
    const url = await server.createDatabase();
    const one = await started(url);
    const copiedAt = one.now();
    await one.tell(1);
    const lastAt = one.now();
    await failOver(one, () => {
      server.sql(`delete from handover where at > ${copiedAt}`, url);
      server.sql(`update watched set to_at = ${copiedAt}`, url);
      server.sql('update lease set transitions = 1, seen_at = seen_at - 1', url);
    });
    expect(await kept(one)).toEqual(['0', '1', '10', '11']);
    expect(await blindSpots(one, copiedAt - 500)).toMatchObject([{ from: copiedAt, to: lastAt }]);
    expect((await one.history.reads.known()).leases).toEqual([known()]);
    expect(one.emptied()).toBe(0);
  });

  it('and knows nothing of this run: all is to be told again', async () => {
    const url = await server.createDatabase();
    const one = await started(url);
    await one.tell(1);
    const lastAt = one.now();
    await failOver(one, () => {
      server.sql('delete from handover; delete from watched', url);
    });
    expect(one.emptied()).toBe(1);
    expect(one.history.status().keptFrom).toBe(lastAt);
  });
});
