/** A rolling update under open pages: the server behind the Service is exchanged, and no row is drawn anew. */
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { lacksPostgres, startPostgres } from '../setup/postgres.ts';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { startService } from '../setup/service.ts';
import { type Server, startServer, startSimulator } from '../setup/stack.ts';
import { launch, openPage } from './browser.ts';

const lacking = lacksChromium ?? lacksPostgres;
const WITHIN = { timeout: 60_000 };

/** What stood on the page in each frame since it was watched; `kept`: of the rows that stood there first. */
type Frames = { frames: number; fewest: number; kept: number; first: number; other: string[] };

/** Notes at each frame how many rows there are, and whatever stands in their place. */
function watchRows(page: Page): Promise<void> {
  return page.evaluate(() => {
    const rows = (): Element[] => [...document.querySelectorAll('table.board tbody tr')];
    // Those on top: how many more are drawn depends on what stands above the table.
    const first = rows().slice(0, 10);
    const seen = {
      frames: 0,
      fewest: first.length,
      kept: first.length,
      first: first.length,
      other: [] as string[],
    };
    Reflect.set(window, 'seenRows', seen);
    const look = (): void => {
      seen.frames += 1;
      seen.fewest = Math.min(seen.fewest, rows().length);
      seen.kept = Math.min(seen.kept, first.filter((row) => row.isConnected).length);
      // What a page shows in place of its table.
      const state = document.querySelector('.state-page')?.textContent;
      if (typeof state === 'string' && seen.other.at(-1) !== state) seen.other.push(state);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

async function viewers({ origin }: Server): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^tenure_stream_viewers (\d+)$/m.exec(text)?.[1]);
}

/** As Kubernetes does it: SIGTERM first, and only then is it taken out of its Service. */
async function ended(server: Server, takeOut: () => void): Promise<void> {
  const ending = server.stop('SIGTERM');
  await until('it to be ready no more', async () =>
    (await fetch(`${server.origin}/readyz`)).status === 503 ? true : null,
  );
  takeOut();
  expect(await ending).toBe(0);
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.skipIf(lacking !== null)(suiteName('a rolling update under open pages', lacking), () => {
  it('exchanges the server, and every row stays where it is', async () => {
    const postgres = await startPostgres();
    ends.push(() => postgres.end());
    const simulator = await startSimulator('--no-story');
    ends.push(simulator.stop);
    const env = { KUBECONFIG: simulator.kubeconfig, TENURE_DATABASE_URL: await postgres.createDatabase() };
    const replica = async (): Promise<Server> => {
      const server = await startServer({ ...env, TENURE_LOG_LEVEL: 'warn' });
      ends.push(() => server.stop());
      await server.waitFor('live');
      return server;
    };
    const before = await replica();
    const service = await startService(before.origin);
    ends.push(service.stop);
    const browser = await launch();
    ends.push(() => browser.close());
    const { page, errors } = await openPage(browser, service.origin);
    await page.getByRole('link', { name: 'kube-scheduler' }).waitFor(WITHIN);
    await until('the page to be live', async () => ((await viewers(before)) === 1 ? true : null));
    await page.getByText('Live', { exact: true }).waitFor(WITHIN);
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'kube-scheduler' }) });
    const holder = row.locator('.c-holder');
    const held = await holder.textContent();
    await watchRows(page);

    const after = await replica();
    await ended(before, () => service.use(after.origin));
    await until('the page to come back', async () => ((await viewers(after)) === 1 ? true : null), 60_000);
    // What the new one says is on the page: a handover that only it saw.
    await simulator.inject({ do: 'release', lease: 'kube-system/kube-scheduler', forMs: 5_000 });
    await page.getByText('Live', { exact: true }).waitFor(WITHIN);
    await until('the new holder', async () => ((await holder.textContent()) === held ? null : true));

    const seen = (await page.evaluate(() => Reflect.get(window, 'seenRows'))) as Frames;
    expect(seen.frames).toBeGreaterThan(10);
    expect(seen).toMatchObject({ first: 10, kept: 10, other: [] });
    expect(seen.fewest).toBeGreaterThanOrEqual(10);
    expect(errors).toEqual([]);
  });
});

describe.skipIf(lacksChromium !== null)(suiteName('a restart under a board of many', lacksChromium), () => {
  it('leaves every row on it, in the first message and in the ones after', async () => {
    const simulator = await startSimulator('--no-story', '--load', '0,1200', '--handovers-per-second', '20');
    ends.push(simulator.stop);
    const start = async (): Promise<Server> => {
      const server = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'warn' });
      ends.push(() => server.stop());
      await server.waitFor('live');
      return server;
    };
    const before = await start();
    const service = await startService(before.origin);
    ends.push(service.stop);
    const browser = await launch();
    ends.push(() => browser.close());
    const { page, errors } = await openPage(browser, service.origin);
    const table = page.locator('table.board');
    const rows = async (): Promise<number> => Number(await table.getAttribute('aria-rowcount'));
    await table.waitFor(WITHIN);
    await until('all rows', async () => ((await rows()) > 1200 ? true : null), 60_000);
    await page.getByText('Live', { exact: true }).waitFor(WITHIN);
    const all = await rows();
    const holders = (): Promise<string[]> => page.locator('table.board .c-holder').allTextContents();

    const after = await start();
    await ended(before, () => service.use(after.origin));
    await until('the page to come back', async () => ((await viewers(after)) === 1 ? true : null), 60_000);
    // The first change may be of its first words; the second came after them, so they are on the page.
    for (const which of ['a change', 'a change after it']) {
      const held = String(await holders());
      await until(which, async () => (String(await holders()) === held ? null : true), 60_000);
    }
    expect(await rows()).toBe(all);
    expect(errors).toEqual([]);
  });
});

describe.skipIf(lacksChromium !== null)(suiteName('a page of the version before', lacksChromium), () => {
  it('that lacks a part of itself is opened anew at its address, and is whole', async () => {
    const simulator = await startSimulator('--no-story');
    ends.push(simulator.stop);
    const server = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'warn' });
    ends.push(() => server.stop());
    const browser = await launch();
    ends.push(() => browser.close());
    const address = `${server.origin}/?sort=name`;
    const { page, errors } = await openPage(browser, address);
    const row = page.getByRole('link', { name: 'kube-scheduler' });
    await row.waitFor(WITHIN);
    await page.evaluate(() => {
      Reflect.set(window, 'ofBefore', true);
      // It has been open for an hour.
      const now = performance.now.bind(performance);
      performance.now = () => now() + 3_600_000;
    });
    // The new version has no such file; what it answers with to a new page, it has.
    let opened = false;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) opened = true;
    });
    await page.route('**/_next/static/**', (route) =>
      opened ? route.continue() : route.fulfill({ status: 404, body: '' }),
    );
    await page.keyboard.press('?');
    await page.waitForFunction(() => Reflect.get(window, 'ofBefore') === undefined, undefined, WITHIN);
    await row.waitFor(WITHIN);
    expect(page.url()).toBe(address);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor(WITHIN);
    expect(errors).toEqual([]);
  });
});
