/**
 * Real client-go electors and their recorder on both servers: what they make of the simulator is what they make
 * of a real API server.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startControlPlane } from '../cluster/envtest.ts';
import { run } from '../setup/process.ts';
import { kubernetesAssets, lacksElectors, suiteName } from '../setup/requirements.ts';
import { at, isJson, type Json } from './client.ts';
import { serveSimulator } from './servers.ts';

/** Short durations, so that a crash is over in seconds. */
const TIMING = { durationSeconds: 3, deadlineSeconds: 2, retrySeconds: 0.4 };
const SCENARIO = {
  seed: 1,
  runMs: 10_000,
  elections: [
    { namespace: 'client-go', name: 'released', release: true, ...TIMING },
    { namespace: 'client-go', name: 'crashed', ...TIMING },
    { namespace: 'client-go', name: 'deleted', candidates: 1, ...TIMING },
  ],
  heartbeats: { nodes: 2, everySeconds: 1 },
  actions: [
    { atMs: 1_500, do: 'release', lease: 'client-go/released', forMs: 500 },
    { atMs: 1_500, do: 'crash', lease: 'client-go/crashed' },
    { atMs: 2_500, do: 'delete', lease: 'client-go/deleted' },
  ],
};

/** Who held a Lease one after the other: the slot of the candidate and the counter, `-` for nobody. */
function story(lines: readonly Json[], name: string): string[] {
  const out: string[] = [];
  for (const line of lines) {
    if (line.type !== 'write' || line.lease !== `client-go/${name}`) continue;
    const holder = typeof line.holder === 'string' && line.holder !== '' ? 'held' : '-';
    const now = line.event === 'DELETED' ? 'deleted' : `${holder} ${String(line.transitions)}`;
    if (out.at(-1) !== now) out.push(now);
  }
  return out;
}

async function elect(kubeconfig: string): Promise<Json[]> {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-client-go-'));
  const [scenario, truth] = [join(directory, 'scenario.json'), join(directory, 'truth.jsonl')];
  writeFileSync(scenario, JSON.stringify(SCENARIO));
  const electors = run(join(kubernetesAssets ?? '', 'elector'), [
    ...['--kubeconfig', kubeconfig, '--scenario', scenario, '--truth', truth],
  ]);
  expect(await electors.ended, electors.output()).toBe(0);
  const lines = readFileSync(truth, 'utf8').trim().split('\n');
  rmSync(directory, { recursive: true, force: true });
  return lines.map((line) => JSON.parse(line) as unknown).filter(isJson);
}

const expected = {
  // Release keeps the counter, taking over counts one.
  released: ['held 0', '- 0', 'held 1'],
  crashed: ['held 0', 'held 1'],
  // The holder finds its Lease gone and creates it with the counter it had.
  deleted: ['held 0', 'deleted', 'held 0'],
};

function check(lines: readonly Json[]): void {
  for (const [name, states] of Object.entries(expected)) {
    expect(story(lines, name).slice(0, states.length), name).toEqual(states);
  }
  expect(lines.some((line) => line.type === 'hole')).toBe(false);
  const beats = lines.filter((line) => at(line, 'lease') === 'kube-node-lease/node-000');
  expect(beats.length).toBeGreaterThanOrEqual(5);
}

const lacking = process.env.CI === 'true' ? null : lacksElectors;

describe.skipIf(lacking !== null)(suiteName('client-go electors', lacking), () => {
  test('on the simulator', async () => {
    const { server, stop } = await serveSimulator();
    const directory = mkdtempSync(join(tmpdir(), 'tenure-client-go-'));
    const kubeconfig = join(directory, 'kubeconfig');
    // client-go sends no token over plain HTTP: nobody in particular may do everything.
    await server.inject({ do: 'grant', user: 'system:anonymous', resources: ['*'] });
    const cluster = { name: 'sim', cluster: { server: server.url() } };
    const context = { name: 'sim', context: { cluster: 'sim', user: 'nobody' } };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'sim',
      clusters: [cluster],
      contexts: [context],
      users: [{ name: 'nobody', user: {} }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    check(await elect(kubeconfig));
    await stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  test('on a real API server', async () => {
    const plane = await startControlPlane();
    check(await elect(plane.adminKubeconfig));
    await plane.stop();
  }, 120_000);
});
