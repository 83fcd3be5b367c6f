/** The script by which a history is backed up, run beside one that is written to; in its image: test/e2e/image.test.ts. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../setup/stack.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-backup-'));
  path = join(folder, 'tenure.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const SCRIPT = join(ROOT, 'deploy/image/backup.js');
const env = () => ({ ...process.env, TENURE_DATABASE_URL: `file:${path}` });
const backUp = () => spawnSync(process.execPath, [SCRIPT], { env: env() });
/** A program of that name, until the test has ended. */
async function goesOn(name: string): Promise<number | undefined> {
  const program = spawn(process.execPath, ['-e', "setInterval(() => {}, 1e6); console.log('here')", name]);
  onTestFinished(() => void program.kill('SIGKILL'));
  await once(program.stdout, 'data');
  return program.pid;
}
const copies = () =>
  readdirSync(folder)
    .filter((name) => name.includes('.backup'))
    .sort();

test('gives the history as it is, and leaves nothing behind', () => {
  const history = new DatabaseSync(path);
  history.exec("pragma journal_mode = wal; create table a (b); insert into a values ('c')");
  const { status, stdout } = backUp();
  expect(status).toBe(0);
  writeFileSync(join(folder, 'copy.db'), stdout);
  const copy = new DatabaseSync(join(folder, 'copy.db'), { readOnly: true });
  expect(copy.prepare('select b from a').get()).toEqual({ b: 'c' });
  copy.close();
  history.close();
  expect(copies()).toEqual([]);
});

test('is of one moment, and comes to its end while Tenure writes without one', {
  timeout: 20_000,
}, async () => {
  const history = new DatabaseSync(path);
  history.exec('pragma journal_mode = wal; pragma synchronous = off; create table a (b); create table c (d)');
  // Many more pages than are copied at a time.
  history.exec('insert into a values (zeroblob(20_000_000)); insert into c values (0)');
  const script = spawn(process.execPath, [SCRIPT], { env: env() });
  onTestFinished(() => void script.kill('SIGKILL'));
  const said = script.stdout.toArray();
  const write = history.prepare('update c set d = d + 1');
  let before = 0;
  let after = 0;
  for (; script.exitCode === null; await setImmediate()) {
    write.run();
    if (after > 0 || existsSync(`${path}.backup-${script.pid}`)) after += 1;
    else before += 1;
  }
  history.close();
  expect(script.exitCode).toBe(0);
  expect(after).toBeGreaterThan(1);
  writeFileSync(join(folder, 'copy.db'), Buffer.concat(await said));
  const copy = new DatabaseSync(join(folder, 'copy.db'), { readOnly: true });
  expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(copy.prepare('select d from c').get()?.d).toBeLessThanOrEqual(before + 1);
  copy.close();
});

test('removes what a run has left that was killed, and nothing of one that goes on', async () => {
  new DatabaseSync(path).close();
  // No process has so high an id.
  for (const left of ['9999999', '9999999-journal', 'of-ours', `${await goesOn('backup.js')}`])
    writeFileSync(`${path}.backup-${left}`, '');
  expect(backUp().status).toBe(0);
  expect(copies()).toEqual([expect.stringMatching(/backup-\d+$/), 'tenure.db.backup-of-ours']);
});

test.runIf(existsSync('/proc/self/task'))(
  'removes what was left under an id that another program has by now, or a thread',
  async () => {
    new DatabaseSync(path).close();
    const [server, other] = [await goesOn('server.js'), await goesOn('backup.js')];
    const threads = readdirSync(`/proc/${other}/task`).filter((id) => id !== `${other}`);
    expect(threads).not.toEqual([]);
    for (const left of [server, ...threads]) writeFileSync(`${path}.backup-${left}`, '');
    expect(backUp().status).toBe(0);
    expect(copies()).toEqual([]);
  },
);

test('refuses where the volume has no room for the copy, and takes none of it', () => {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = bavail * bsize + 2 ** 30;
  writeFileSync(path, '');
  // A hole: it has that length, and takes no room itself.
  truncateSync(path, bytes);
  const { status, stdout, stderr } = backUp();
  expect(status).toBe(1);
  // More than its own length: Tenure writes meanwhile.
  const needed = Math.round(bytes / 1_000_000) + 100;
  expect(`${stderr}`).toMatch(
    new RegExp(`^backup: the copy needs ${needed} MB beside the history, and its volume has \\d+ MB free`),
  );
  expect(stdout).toHaveLength(0);
  expect(readdirSync(folder)).toEqual(['tenure.db']);
});
