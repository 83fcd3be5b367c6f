/** The server runs where it is told to, and what it tells does not depend on that: browsers show their own zone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../setup/process.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

/** Of UTC + 12:45 and + 13:45: no hour of it begins with one of UTC. */
const ODD_ZONE = 'Pacific/Chatham';
/** A time that says no zone would be another one on each machine, and is refused. */
const PLAIN = '/api/v1/handovers?from=2026-01-01T03:12';

const ASKED_AT = /"asOf":\d+/;

let directory: string;
let simulator: Simulator;
let told: Map<string, string[]>;
let incidents: string[];
let releasedAt: number;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tenure-zone-'));
  simulator = await startSimulator('--no-story');
  const startIn = async (zone: string): Promise<Server> => {
    const server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
      TZ: zone,
    });
    await server.waitFor('live');
    await until('its history to be read', async () =>
      (await server.status()).history.state === 'ready' ? true : null,
    );
    return server;
  };
  const first = await startIn('UTC');
  const from = Date.now() - 60_000;
  await simulator.inject({ do: 'release', lease: 'kube-system/kube-scheduler' });
  releasedAt = await until('the release to be told', async () => {
    const answer = await fetch(`${first.origin}/api/v1/handovers?name=kube-scheduler&cause=release`);
    const { items } = (await answer.json()) as { items: { to: string | null; at: number }[] };
    return items.find(({ to }) => to !== null)?.at ?? null;
  });
  const to = Date.now();
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const paths = [
    `/api/v1/handovers?name=kube-scheduler&${range}`,
    `/api/v1/handovers?format=csv&name=kube-scheduler&${range}`,
    `/api/v1/handovers?format=ndjson&name=kube-scheduler&${range}`,
    `/api/v1/timeline?name=kube-scheduler&${range}`,
    PLAIN,
  ];
  told = new Map(paths.map((path) => [path, []]));
  incidents = [];
  await first.stop();
  for (const zone of ['UTC', ODD_ZONE]) {
    const server = await startIn(zone);
    const ask = async (path: string): Promise<string> => (await fetch(server.origin + path)).text();
    for (const path of paths) told.get(path)?.push((await ask(path)).replace(ASKED_AT, ''));
    incidents.push(await ask(`/api/v1/incident?name=kube-scheduler&${range}`));
    await server.stop();
  }
});
afterAll(async () => {
  await simulator?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('of a range that is over the same is told in any zone', () => {
  for (const [path, [utc, odd]] of told) expect(odd, path).toBe(utc);
  expect(told.get(PLAIN)?.[0]).toContain('"code":"invalid_parameter"');
});

test('an incident’s times are UTC in any zone', () => {
  const released = new Date(releasedAt).toISOString().slice(0, 19).replace('T', ' ');
  expect(incidents.map((text) => text.includes(released))).toEqual([true, true]);
});
