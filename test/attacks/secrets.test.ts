/** Attacks on what only Tenure may know: all that it is told in confidence, looked for in all that it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS } from '../../lib/server/api/openapi-calls.ts';
import { until } from '../setup/process.ts';
import { freePort, ROOT, type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

const SECRETS = {
  kubeconfig: 'admin-token',
  database: 'database-hunter2',
  signing: 'webhook-signing-secret',
  webhook: 'webhook-hunter2',
  slack: 'T00SLACK/B00SLACK/hunter2',
  alertmanager: 'alertmanager-hunter2',
};
const PAGES = [
  '/',
  '/leases/kube-system/kube-scheduler',
  '/timeline',
  '/nodes',
  '/alerts',
  '/findings/handovers',
];

describe('attacks on secrets', () => {
  let simulator: Simulator;
  /** Without the store that says which replica tells, receivers are not told: so that is another server. */
  let lacksStore: Server;
  let lacksReceivers: Server;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    // Nobody is there, so that each of them has something to complain of.
    const nobody = `127.0.0.1:${await freePort()}`;
    const common = { KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'trace' };
    lacksStore = await startServer({
      ...common,
      TENURE_DATABASE_URL: `postgres://tenure:${SECRETS.database}@${nobody}/tenure`,
    });
    lacksReceivers = await startServer({
      ...common,
      TENURE_WEBHOOK_URL: `http://tenure:${SECRETS.webhook}@${nobody}/webhook`,
      TENURE_WEBHOOK_SECRET: SECRETS.signing,
      TENURE_SLACK_URL: `http://${nobody}/services/${SECRETS.slack}`,
      TENURE_ALERTMANAGER_URL: `http://tenure:${SECRETS.alertmanager}@${nobody}`,
    });
    await lacksStore.waitFor('live');
    await lacksReceivers.waitFor('live');
    await simulator.inject({ do: 'crash', lease: 'kafka/strimzi-cluster-operator', forMs: 3_600_000 });
    await until('the history to fail', async () =>
      (await lacksStore.status()).history.error === null ? null : true,
    );
    await until(
      'each receiver to fail',
      async () => {
        const { notify } = await lacksReceivers.status();
        return notify.filter(({ error }) => error !== null).length === 3 ? true : null;
      },
      120_000,
    );
  }, 240_000);
  afterAll(async () => {
    await lacksReceivers?.stop();
    await lacksStore?.stop();
    await simulator?.stop();
  });

  /** Which of them `text` holds. */
  const told = (text: string): string[] =>
    Object.entries(SECRETS).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

  it('87 no page and no answer tells one', async () => {
    const calls = CALLS.filter(({ method, path }) => method === 'get' && path !== '/api/v1/stream');
    const asked = calls.map(({ path }) =>
      path.replace('{namespace}', 'kube-system').replace('{name}', 'kube-scheduler'),
    );
    expect(asked.length).toBeGreaterThan(15);
    for (const { origin } of [lacksStore, lacksReceivers])
      for (const path of [...PAGES, ...asked, '/metrics', '/healthz', '/readyz', '/nowhere']) {
        const text = await (await fetch(origin + path)).text();
        expect([path, told(text)]).toEqual([path, []]);
      }
  });

  it('88 the log does not, at its most talkative, of a store and of receivers that refuse', () => {
    const [ofStore, ofReceivers] = [lacksStore, lacksReceivers].map(({ program }) => program.output());
    expect(ofStore).toContain('ECONNREFUSED');
    for (const receiver of ['alertmanager', 'webhook', 'slack'])
      expect(ofReceivers).toMatch(new RegExp(`"receiver":"${receiver}".*"alerts cannot be told"`));
    expect(told(`${ofStore}${ofReceivers}`)).toEqual([]);
  });

  it('89 no file that a browser gets does, nor names a variable that holds one', () => {
    const folder = join(ROOT, '.next/static');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      expect([name, told(text)]).toEqual([name, []]);
      expect(text, name).not.toMatch(/TENURE_(SESSION_KEY|WEBHOOK_SECRET)/);
    }
  });
});
