/** Attacks on what only Tenure may know: all that it is told in confidence, looked for in all that it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS } from '../../lib/server/openapi-calls.ts';
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
  let server: Server;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    // Nobody is there, so that each of them has something to complain of.
    const nobody = `127.0.0.1:${await freePort()}`;
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `postgres://tenure:${SECRETS.database}@${nobody}/tenure`,
      TENURE_WEBHOOK_URL: `http://tenure:${SECRETS.webhook}@${nobody}/webhook`,
      TENURE_WEBHOOK_SECRET: SECRETS.signing,
      TENURE_SLACK_URL: `http://${nobody}/services/${SECRETS.slack}`,
      TENURE_ALERTMANAGER_URL: `http://tenure:${SECRETS.alertmanager}@${nobody}`,
      TENURE_LOG_LEVEL: 'trace',
    });
    await server.waitFor('live');
  });
  afterAll(async () => {
    await server?.stop();
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
    for (const path of [...PAGES, ...asked, '/metrics', '/healthz', '/readyz', '/nowhere']) {
      const text = await (await fetch(server.origin + path)).text();
      expect([path, told(text)]).toEqual([path, []]);
    }
  });

  it('88 the log does not, at its most talkative, of a store and of receivers that refuse', async () => {
    await server.program.says(/ECONNREFUSED/);
    expect(told(server.program.output())).toEqual([]);
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
