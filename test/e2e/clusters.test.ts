/** Two clusters in one PostgreSQL, a Tenure each: what is kept of one is read in the other, and said not to be live. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import type { ClustersAnswer } from '../../lib/view/clusters.ts';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const lacking = lacksChromium ?? lacksPostgres;
const WITHIN = { timeout: 60_000 };
const LEASE = { namespace: 'kube-system', name: 'kube-scheduler' };

describe.skipIf(lacking !== null)(suiteName('two clusters in one database', lacking), () => {
  const ends: (() => unknown)[] = [];
  let east: Server;
  let west: Server;
  let westId: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  async function ask<T>(path: string): Promise<T> {
    const answer = await fetch(`${east.origin}/api/v1/${path}`);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  const handoversOf = async (cluster: string): Promise<Handover[]> =>
    (await ask<{ items: Handover[] }>(`handovers?name=${LEASE.name}${cluster}`)).items;

  beforeAll(async () => {
    const postgres = await startPostgres();
    ends.push(() => postgres.end());
    const database = await postgres.createDatabase();
    const start = async (name: string, seed: string) => {
      const simulator = await startSimulator('--no-story', '--seed', seed);
      ends.push(simulator.stop);
      const server = await startServer({
        KUBECONFIG: simulator.kubeconfig,
        TENURE_DATABASE_URL: database,
        TENURE_CLUSTER_NAME: name,
        TENURE_PUBLIC_URL: `https://${name}.example`,
        TENURE_LOG_LEVEL: 'warn',
      });
      ends.push(() => server.stop());
      await server.waitFor('live');
      return { simulator, server };
    };
    ({ server: east } = await start('east', '1'));
    const other = await start('west', '2');
    west = other.server;
    await other.simulator.inject({ do: 'release', lease: `${LEASE.namespace}/${LEASE.name}`, forMs: 5000 });
    westId = (await west.status()).cluster.id ?? '';
    await until('the handover in the other cluster', async () =>
      (await handoversOf(`&cluster=${westId}`)).some(({ to }) => to !== null) ? true : null,
    );
    browser = await launch();
    ends.push(() => browser.close());
  }, 240_000);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, `${east.origin}/`));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  it('keeps each apart, and answers of either', async () => {
    const { items } = await ask<ClustersAnswer>('clusters');
    expect(items.map(({ name, own, publicUrl }) => [name, own, publicUrl])).toEqual([
      ['east', true, 'https://east.example'],
      ['west', false, 'https://west.example'],
    ]);
    expect(await handoversOf('')).toEqual([]);
    const refused = await fetch(`${east.origin}/api/v1/timeline?cluster=nowhere`);
    expect(refused.status).toBe(404);
    const incident = await ask<{
      cluster: { name: string };
      handovers: { items: Handover[] };
      rules: object[];
    }>(`incident?format=json&cluster=${westId}`);
    expect(incident.cluster.name).toBe('west');
    expect(incident.handovers.items.map(({ name }) => name)).toContain(LEASE.name);
    expect(incident.rules).toEqual([]);
  });

  it('has a menu of them, which leads to what is kept of the other, and back to what is live', async () => {
    const choose = page.getByRole('button', { name: 'east ▾' });
    await choose.click(WITHIN);
    await page.getByRole('link', { name: /^west kept history, as of / }).waitFor(WITHIN);
    expect(await page.getByRole('link', { name: 'Its own Tenure of west ↗' }).getAttribute('href')).toBe(
      'https://west.example/',
    );
    await inspect(page, 'clusters-menu');
    await page.getByRole('link', { name: /^west kept history/ }).click();
    await page.waitForURL(/\/timeline\?cluster=/);
    await page.getByRole('heading', { name: /^Kept history of west, not live: as of / }).waitFor(WITHIN);
    await page
      .getByRole('link', { name: new RegExp(LEASE.name) })
      .first()
      .waitFor(WITHIN);
    expect(await page.getByRole('link', { name: 'See it live ↗' }).getAttribute('href')).toBe(
      'https://west.example/timeline',
    );
    await inspect(page, 'clusters-timeline');
    await page.getByRole('button', { name: 'west ▾' }).click();
    await page.getByRole('link', { name: /^east watched here, live/ }).click();
    await page.waitForURL(`${east.origin}/`);
    await page.getByRole('button', { name: 'east ▾' }).waitFor(WITHIN);
  });

  it('shows a Lease of it by its address alone, with its handovers', async () => {
    await page.goto(`${east.origin}/leases/${LEASE.namespace}/${LEASE.name}?cluster=${westId}`);
    await page.getByRole('heading', { name: /^Kept history of west, not live/ }).waitFor(WITHIN);
    const handovers = page.getByRole('region', { name: 'Handovers', exact: true });
    await handovers.getByRole('row').nth(1).waitFor(WITHIN);
    await page
      .getByRole('region', { name: 'What it amounts to' })
      .getByText('Handovers')
      .first()
      .waitFor(WITHIN);
    await inspect(page, 'clusters-lease');
    await page.getByRole('link', { name: 'Draw it on the Timeline' }).click();
    await page.waitForURL(/\/timeline\?.*cluster=/);
    await page.getByRole('heading', { name: /^Kept history of west/ }).waitFor(WITHIN);
  });
});
