/** Reads the rules file as it is now. What cannot be read is an answer too: it never throws. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** Some three times what every rule and a hundred overrides need; longer ones would hold up the watch. */
export const MOST_BYTES = 64 * 1024;

export type RulesText = { type: 'text'; text: string } | { type: 'unreadable'; why: string };

/** Symbolic links are followed each time: a mounted ConfigMap changes by one. */
export async function readRulesFile(path: string): Promise<RulesText> {
  try {
    // Before it is opened: to open a pipe would wait for who writes to it.
    const isFile = (await stat(path)).isFile();
    return isFile ? await readFile(path) : { type: 'unreadable', why: 'is not a file' };
  } catch (error) {
    return { type: 'unreadable', why: whyNot(error) };
  }
}

async function readFile(path: string): Promise<RulesText> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return { type: 'unreadable', why: 'is not a file' };
    const bytes = new Uint8Array(MOST_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > MOST_BYTES) return { type: 'unreadable', why: `is larger than ${MOST_BYTES / 1024} KiB` };
    return textOf(bytes.subarray(0, length));
  } finally {
    await file.close();
  }
}

function textOf(bytes: Uint8Array): RulesText {
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { type: 'unreadable', why: 'is not text in UTF-8' };
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by Tenure';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
