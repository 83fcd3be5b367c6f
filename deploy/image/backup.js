/**
 * `node /app/backup.js > tenure.db`: the SQLite history as it is now, whole, while Tenure goes on writing. The copy
 * lies beside the history until it has been read, so its volume needs as much room again: Tenure, which goes on writing
 * there, is not to find it full.
 */
import { createReadStream, existsSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';

const url = process.env.TENURE_DATABASE_URL ?? '';
const path = url.replace(/^file:(\/\/(?=\/))?/, '');
if (!url.startsWith('file:') || !existsSync(path)) {
  process.stderr.write('backup: TENURE_DATABASE_URL names no file that is there\n');
  process.exit(1);
}
const bytes = [path, `${path}-wal`].reduce(
  (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
  0,
);
const { bavail, bsize } = statfsSync(dirname(path));
if (bavail * bsize < bytes) {
  const [needed, free] = [bytes, bavail * bsize].map((one) => Math.round(one / 1_000_000));
  process.stderr.write(
    `backup: the copy needs ${needed} MB beside the history, and its volume has ${free} MB free; nothing was copied. Make the volume larger, or history.megabytes (TENURE_HISTORY_MB) smaller\n`,
  );
  process.exit(1);
}
const copy = `${path}.backup-${process.pid}`;
try {
  const history = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  await backup(history, copy);
  history.close();
  await pipeline(createReadStream(copy), process.stdout);
} finally {
  rmSync(copy, { force: true });
}
