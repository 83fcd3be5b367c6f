/** A Node that is too old hears it in a sentence, before it stumbles over TypeScript. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../setup/process.ts';
import { ROOT } from '../setup/stack.ts';

const CHECK = join(ROOT, 'scripts/node-version.js');

async function checkAs(version: string): Promise<[number | string, string]> {
  const versions = JSON.stringify({ node: version });
  const script = `Object.defineProperty(process, 'versions', { value: ${versions} }); await import(process.argv[1]);`;
  const program = run(process.execPath, ['--input-type=module', '--eval', script, CHECK]);
  return [await program.ended, program.output()];
}

test.each(['18.20.0', '20.20.2', '22.22.0', '24.14.9'])('refuses Node %s', async (version) => {
  const [code, said] = await checkAs(version);
  expect(code).toBe(1);
  expect(said).toContain(`Tenure needs Node 24.15 or newer; this is ${version} (${process.execPath}).`);
  expect(said).toContain('A whole "npm ci" brings the right one along');
});

test.each(['24.15.0', '24.21.0', '26.0.0'])('lets Node %s pass', async (version) => {
  expect(await checkAs(version)).toEqual([0, '']);
});

test('every script of the package that this project runs is checked first', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const direct = Object.values(scripts).filter((command) => command.startsWith('node '));
  expect(direct).not.toHaveLength(0);
  for (const command of direct)
    expect(command).toMatch(/^node --import \.\/scripts\/node-version\.js \S+\.[jt]s$/);
});
