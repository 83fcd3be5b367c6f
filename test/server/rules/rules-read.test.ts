import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MOST_BYTES, readRulesFile } from '../../../lib/server/rules/rules-read.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
function written(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  return at(name);
}

describe('reading the rules file', () => {
  it('reads text, with or without a mark of its byte order', async () => {
    expect(await readRulesFile(written('a', 'rules: {}'))).toEqual({ type: 'text', text: 'rules: {}' });
    expect(await readRulesFile(written('b', '\ufeffé'))).toEqual({ type: 'text', text: 'é' });
    expect(await readRulesFile(written('c', ''))).toEqual({ type: 'text', text: '' });
  });

  it('follows the links of a mounted ConfigMap as they are now', async () => {
    for (const version of ['1', '2']) {
      mkdirSync(at(`..${version}`));
      writeFileSync(at(`..${version}/rules.yaml`), `v${version}`);
    }
    symlinkSync('..1', at('..data'));
    symlinkSync('..data/rules.yaml', at('rules.yaml'));
    expect(await readRulesFile(at('rules.yaml'))).toEqual({ type: 'text', text: 'v1' });
    symlinkSync('..2', at('..data_tmp'));
    renameSync(at('..data_tmp'), at('..data'));
    expect(await readRulesFile(at('rules.yaml'))).toEqual({ type: 'text', text: 'v2' });
  });

  it.each([
    ['what is not there', () => at('none'), 'is not there'],
    ['a folder', () => folder, 'is not a file'],
    ['a device', () => '/dev/zero', 'is not a file'],
    ['what is too large', () => written('large', 'x'.repeat(MOST_BYTES + 1)), 'is larger than 64 KiB'],
    ['what is no text', () => written('binary', new Uint8Array([0xff, 0xfe, 0, 1])), 'is not text in UTF-8'],
    ['a path that cannot be', () => `${at('a')}\0`, 'cannot be read'],
  ])('says why not: %s', async (_, path, why) => {
    expect(await readRulesFile(path())).toMatchObject({
      type: 'unreadable',
      why: expect.stringContaining(why),
    });
  });

  it('reads what is just as large as it may be', async () => {
    const read = await readRulesFile(written('full', '#'.repeat(MOST_BYTES)));
    expect(read).toMatchObject({ type: 'text' });
  });
});
