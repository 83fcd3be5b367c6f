/** The script by which a history is backed up, run beside one that is written to; in its image: test/e2e/image.test.ts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../setup/stack.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-backup-'));
  path = join(folder, 'tenure.db');
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function backUp() {
  return spawnSync(process.execPath, [join(ROOT, 'deploy/image/backup.js')], {
    env: { ...process.env, TENURE_DATABASE_URL: `file:${path}` },
  });
}

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
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([]);
});

test('refuses where the volume has no room for the copy, and takes none of it', () => {
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path, '');
  // A hole: it has that length, and takes no room itself.
  truncateSync(path, bavail * bsize + 2 ** 30);
  const { status, stdout, stderr } = backUp();
  expect(status).toBe(1);
  expect(`${stderr}`).toMatch(
    /^backup: the copy needs \d+ MB beside the history, and its volume has \d+ MB free/,
  );
  expect(stdout).toHaveLength(0);
  expect(readdirSync(folder)).toEqual(['tenure.db']);
});
