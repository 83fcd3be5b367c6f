/**
 * `node /app/backup.js > tenure.db`: the SQLite history as it is now, whole, while Tenure goes on writing. The copy
 * lies beside the history until it has been read, so its volume needs as much room again: Tenure, which goes on writing
 * there, is not to find it full.
 */
import {
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';

/** What Tenure writes is kept beside the history until the copy is made. */
const WRITTEN_MEANWHILE = 100_000_000;

const url = process.env.TENURE_DATABASE_URL ?? '';
const path = url.replace(/^file:(\/\/(?=\/))?/, '');
if (!url.startsWith('file:') || !existsSync(path)) {
  process.stderr.write('backup: TENURE_DATABASE_URL names no file that is there\n');
  process.exit(1);
}
const folder = dirname(path);
const prefix = `${basename(path)}.backup-`;
// A Pod that was killed meanwhile has left its own; what another run makes now stays.
for (const name of readdirSync(folder).filter((one) => one.startsWith(prefix))) {
  const [, id] = /^(\d{1,7})(-journal)?$/.exec(name.slice(prefix.length)) ?? [];
  if (id !== undefined && !isOther(id)) rmSync(join(folder, name), { force: true });
}
const bytes = [path, `${path}-wal`].reduce(
  (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
  WRITTEN_MEANWHILE,
);
const { bavail, bsize } = statfsSync(folder);
if (bavail * bsize < bytes) {
  const [needed, free] = [bytes, bavail * bsize].map((one) => Math.round(one / 1_000_000));
  process.stderr.write(
    `backup: the copy needs ${needed} MB beside the history, and its volume has ${free} MB free; nothing was copied. Make the volume larger, or history.megabytes (TENURE_HISTORY_MB) smaller\n`,
  );
  process.exit(1);
}
const copy = join(folder, prefix + process.pid);
try {
  const history = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  // Of one moment: else SQLite begins anew with each write of Tenure's, and never ends.
  history.exec('begin');
  history.prepare('select 1 from sqlite_schema').get();
  await backup(history, copy);
  history.close();
  await pipeline(createReadStream(copy), process.stdout);
} finally {
  rmSync(copy, { force: true });
}

/** Whether that is another run: its id may be another program's by now, or a thread's, which is there and not listed. */
function isOther(id) {
  try {
    if (Number(id) === process.pid || !readdirSync('/proc').includes(id)) return false;
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('backup.js');
  } catch {
    return false;
  }
}
