/** Attacks by filters on what is kept in PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { lacksPostgres, type Postgres, startPostgres } from '../setup/postgres.ts';
import { suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { expectNoSql, FILTERS } from './sql.ts';

const STORED = [
  'handovers',
  'timeline',
  'timeline/overview',
  'alerts',
  'incident',
  'blind-spots',
  'silences',
];

describe.skipIf(lacksPostgres !== null)(suiteName('attacks on PostgreSQL', lacksPostgres), () => {
  let postgres: Postgres;
  let simulator: Simulator;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    [postgres, simulator] = await Promise.all([startPostgres(), startSimulator('--no-story')]);
    url = await postgres.createDatabase();
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: url,
      TENURE_LOG_LEVEL: 'silent',
    });
    await server.waitFor('live');
  });
  afterAll(async () => {
    await server?.stop();
    await simulator?.stop();
    await postgres?.end();
  });

  test.each(STORED.map((call) => `/api/v1/${call}`))('61 no filter of %s is SQL', async (path) => {
    expect(FILTERS[path]).toBeDefined();
    await expectNoSql(server.origin, path);
  });

  it('62 what a silence says is text, and no table is gone', async () => {
    const text = "'); DROP TABLE leases; --";
    const made = await fetch(`${server.origin}/api/v1/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ field: 'holder', value: text }],
        until: Date.now() + 3_600_000,
        author: text,
        comment: text,
      }),
    });
    expect(made.status).toBe(201);
    expect(await (await fetch(`${server.origin}/api/v1/silences`)).text()).toContain(text);
    expect((await server.status()).history.state).toBe('ready');
  });
});
