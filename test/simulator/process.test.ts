/** The simulator and the demo as the processes that people start. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArgumentError, parseArguments } from '../../lib/simulator/arguments.ts';
import { createClient, listAt, textAt } from '../contract/client.ts';
import { LEASES } from '../contract/leases.ts';
import { run } from '../setup/process.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('the simulator as a process', () => {
  test('says where it is, writes a kubeconfig, serves, and ends cleanly', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tenure-simulator-'));
    const file = join(directory, 'kubeconfig');
    const simulator = run(process.execPath, [
      join(ROOT, 'lib/simulator/main.ts'),
      ...['--port', '0', '--seed', '4', '--write-kubeconfig', file],
    ]);
    const [line] = await simulator.says(/^\{"ready":true.*\}$/m);
    const ready: unknown = JSON.parse(line);
    const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(textAt(config, 'current-context')).toBe('demo');
    expect(textAt(config, 'clusters', 0, 'cluster', 'server')).toBe(textAt(ready, 'url'));
    const client = createClient(textAt(ready, 'url'), textAt(config, 'users', 0, 'user', 'token'));
    expect(listAt((await client.ask('GET', LEASES)).json, 'items')).toHaveLength(46);
    const watching = await client.watch(`${LEASES}?watch=true`);
    expect(await simulator.stop()).toBe(0);
    await watching.ended;
    rmSync(directory, { recursive: true, force: true });
  });

  test('says what is wrong with an argument', () => {
    expect(() => parseArguments(['--load', 'many'])).toThrow(ArgumentError);
    expect(() => parseArguments(['--port', '-1'])).toThrow('--port needs a whole number from 0 up, not "-1"');
    expect(() => parseArguments(['--what'])).toThrow(/unknown argument "--what"; usage: /);
    expect(parseArguments(['--load', '60000,5000', '--handovers-per-second', '0.5'])).toMatchObject({
      load: { nodes: 60_000, elections: 5_000 },
      handoversPerSecond: 0.5,
    });
  });
});
