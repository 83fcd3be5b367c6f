/**
 * `node /app/backup.js > tenure.db`: the SQLite history as it is now, whole, while Tenure goes on writing. The copy
 * lies beside the history until it has been read, so its volume needs as much room again.
 */
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';

const url = process.env.TENURE_DATABASE_URL ?? '';
const path = url.replace(/^file:(\/\/(?=\/))?/, '');
if (!url.startsWith('file:') || !existsSync(path)) {
  process.stderr.write('backup: TENURE_DATABASE_URL names no file that is there\n');
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
