/** Whether the file that is open is still the one at its path, and what it leaves beside it when it is not. */
import { rmSync, statSync } from 'node:fs';
import { HistoryError } from './history.ts';

/** Of what was written last: SQLite would take them for those of whatever file lies at the path. */
const BESIDE = ['-wal', '-shm'] as const;

export type WatchedFiles = {
  /** Throws when the file that is open is not the one at its path any more: what is written would be lost. */
  check(): void;
  /** For when it is closed: SQLite itself takes away what is beside a file only while that is at its path. */
  removeLeftOver(): void;
};

/** `path` has been opened. */
export function watchFiles(path: string): WatchedFiles {
  const opened = identityOf(path);
  const beside = new Map<string, string>();
  const note = (): void => {
    for (const ending of BESIDE) {
      const found = identityOf(path + ending);
      if (found !== null) beside.set(path + ending, found);
    }
  };
  note();
  return {
    check() {
      const found = identityOf(path);
      if (found !== null && found === opened) {
        note();
        return;
      }
      throw new HistoryError({
        code: 'history_removed',
        message: `The file of the history was ${found === null ? 'removed' : 'replaced'} while it was open: ${path}`,
        hint: 'What it held is lost unless there is a backup. A file is opened at its place again and written on, and the time that it does not know is shown as not watched. The file and those beside it ending in -wal and -shm belong together: stop Tenure before any of them is moved or put back.',
      });
    },
    removeLeftOver() {
      if (identityOf(path) === opened) return;
      for (const [file, identity] of beside) if (identityOf(file) === identity) rmSync(file, { force: true });
    },
  };
}

function identityOf(path: string): string | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}/${stat.ino}`;
}
