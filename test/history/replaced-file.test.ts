/** The file of the history is taken away, put back or replaced while it is open. */
import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { EVERYTHING, START } from './batch-builder.ts';
import { CLUSTER, type Recorder, recorder } from './recorder.ts';
import { startTold, type ToldRun } from './told-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-replaced-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: ToldRun[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.history.close(0);
});

async function started(path: string): Promise<ToldRun> {
  const run = await startTold(`file:${path}`);
  open.push(run);
  return run;
}

async function stored({ history }: Recorder): Promise<string[]> {
  await history.flush();
  const rows = await history.reads.handovers(EVERYTHING, { limit: 1000, after: null });
  return rows.map(({ id }) => id.slice('uid-1.'.length)).reverse();
}

function asked<T>(path: string, sql: string): T[] {
  const file = new DatabaseSync(path);
  const rows = file.prepare(sql).all();
  file.close();
  return rows as T[];
}

describe('a file that is open', () => {
  it('and is replaced by a backup is read as that, not with what was written beside the old one', async () => {
    const path = join(folder, 'backup.db');
    const one = await started(path);
    const copiedAt = one.now();
    asked(path, `vacuum into '${path}.copy'`);
    for (let id = 1; id < 40; id += 1) await one.tell(id);
    const lastAt = one.now();
    // Held open, so that no other file can be given its number.
    const wal = openSync(`${path}-wal`, 'r');
    renameSync(`${path}.copy`, path);
    await one.tell(40);
    const { error } = await one.reach('failing', 'history_removed');
    expect(error?.message).toContain(path);
    expect(error?.hint).toMatch(/-wal and -shm belong together/);
    await one.reach('ready');
    await one.tell(41);
    expect(statSync(`${path}-wal`).ino).not.toBe(fstatSync(wal).ino);
    closeSync(wal);
    expect(asked(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await stored(one)).toEqual(['0', '39', '40', '41']);
    // It knows this run, so only what was told since it was made is lost, but for who held it at the end of that.
    expect(one.emptied()).toBe(0);
    const blind = await one.history.reads.blindSpots({ from: copiedAt - 500, to: one.now(), watching: [] });
    expect(blind).toMatchObject([{ from: copiedAt, to: lastAt }]);
  });

  it('and is replaced by a damaged one is not called ready', async () => {
    const path = join(folder, 'damaged.db');
    const one = await started(path);
    asked(path, `vacuum into '${path}.copy'`);
    const { size } = statSync(`${path}.copy`);
    const copy = openSync(`${path}.copy`, 'r+');
    const garbage = Buffer.alloc(4096, 0x5a);
    for (let at = 4096 * 4; at < size; at += 4096 * 2) writeSync(copy, garbage, 0, 4096, at);
    renameSync(`${path}.copy`, path);
    await one.tell(1);
    const { error } = await one.reach('failing', 'history_corrupt');
    expect(error?.message).toContain(path);
    one.pass(60_000);
    await one.reach('failing', 'history_corrupt');
    for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
    await one.reach('ready');
    expect(await stored(one)).toEqual(['1']);
  });

  it('and is put back knows everything, and nobody has to tell it again', async () => {
    const path = join(folder, 'back.db');
    const one = await started(path);
    for (const ending of ['', '-wal', '-shm']) renameSync(path + ending, `${path}.away${ending}`);
    await one.tell(1);
    await one.reach('failing', 'history_removed');
    for (const ending of ['', '-wal', '-shm']) renameSync(`${path}.away${ending}`, path + ending);
    await one.reach('ready');
    expect(await stored(one)).toEqual(['0', '1']);
    expect(one.emptied()).toBe(0);
  });

  it.each([
    ['removed', (path: string) => rmSync(path)],
    [
      'emptied',
      (path: string) => {
        writeFileSync(`${path}.empty`, '');
        renameSync(`${path}.empty`, path);
      },
    ],
    [
      'cleared of its rows',
      (path: string) => {
        for (const table of ['cluster', 'cluster_alias', 'lease', 'handover', 'watched'])
          asked(path, `delete from ${table}`);
      },
    ],
  ])('and is %s: all is to be told again, and nothing before is drawn', async (how, take) => {
    const path = join(folder, `${how}.db`);
    const one = await started(path);
    const lastAt = one.now();
    take(path);
    await one.tell(1);
    await one.reach('failing', 'history_removed');
    await one.reach('ready');
    expect(one.emptied()).toBe(1);
    // Not what it was told before that: of it nothing else is there.
    expect(await stored(one)).toEqual(['1']);
    const [cluster] = asked<{ kept_from: number }>(path, 'select kept_from from cluster');
    expect(cluster?.kept_from).toBeGreaterThanOrEqual(lastAt);
    await one.tell(2);
    expect(one.history.status().keptFrom).toBeGreaterThanOrEqual(lastAt);
    const [watched] = asked<{ at: number }>(
      path,
      'select min(from_at) as at from watched where cluster_id = (select max(id) from cluster)',
    );
    expect(watched?.at).toBeGreaterThanOrEqual(lastAt);
    expect(one.emptied()).toBe(1);
  });

  it('and is removed before this run wrote anything: all is to be told all the same', async () => {
    const path = join(folder, 'unwritten.db');
    const first = await started(path);
    await first.history.close(1000);
    const one = recorder(`file:${path}`, { instance: 'two' });
    let emptied = 0;
    one.history.onEmptied(() => {
      emptied += 1;
    });
    await one.history.open(CLUSTER);
    expect(emptied).toBe(0);
    rmSync(path);
    await one.reach('failing', 'history_removed');
    await one.reach('ready');
    expect(emptied).toBe(1);
    await one.history.close(0);
  });
});

it('a store that is new is told nothing twice, and keeps what was told before it was open', async () => {
  const one = recorder(`file:${join(folder, 'new.db')}`);
  let emptied = 0;
  one.history.onEmptied(() => {
    emptied += 1;
  });
  one.history.record({ watched: [{ scope: null, from: START, to: START + 9 }] });
  await one.history.open(CLUSTER);
  await one.history.flush();
  expect(one.history.status().keptFrom).toBe(START);
  expect(emptied).toBe(0);
  await one.history.close(0);
});
