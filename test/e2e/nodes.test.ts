/** Nodes & clocks in a real browser: a silent node and a skewed clock are seen, and nothing is said that is not known. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage, WIDTHS } from './browser.ts';

const WITHIN = { timeout: 60_000 };
const SILENT = 'wb-08';
const SKEWED = 'wa-03';

describe.skipIf(lacksChromium !== null)(suiteName('nodes and clocks in a browser', lacksChromium), () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    await simulator.inject(
      { do: 'skew', node: SKEWED, ms: 8000 },
      { do: 'silence', node: SILENT, forMs: 600_000 },
    );
    server = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'warn' });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, `${server.origin}/nodes`));
    await page.getByRole('heading', { name: 'Nodes & clocks' }).waitFor(WITHIN);
  });
  afterEach(async () => {
    await simulator.inject({ do: 'clear' });
    await context.close();
    expect(errors).toEqual([]);
  });

  const cell = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}: `) });

  it('has a cell for each node, and a silent one above all others', async () => {
    await page.getByRole('button', { name: new RegExp(`^${SILENT}: expired`) }).waitFor(WITHIN);
    expect(await page.locator('.nd-heat .nd-cell').count()).toBe(13);
    const table = page.getByRole('region', { name: 'Late heartbeats' });
    await table.getByRole('button', { name: SILENT }).waitFor(WITHIN);
    await page.getByText(/12 of 13 heartbeats in time/).waitFor(WITHIN);
    await inspect(page, 'nodes');
  });

  it('tells a clock that is ahead, as an interval that holds it', async () => {
    const clocks = page.getByRole('region', { name: 'Clocks' });
    await clocks
      .getByRole('row')
      .filter({ hasText: SKEWED })
      .filter({ hasText: 'certainly ahead' })
      .waitFor(WITHIN);
    await page
      .getByRole('button', { name: new RegExp(`^${SKEWED}: .*clock off or stepped$`) })
      .waitFor(WITHIN);
  });

  it('shows the node that is chosen, in the address, and leads on', async () => {
    await cell(SKEWED).click();
    const panel = page.getByRole('region', { name: SKEWED });
    await panel.getByText('Heartbeat', { exact: true }).waitFor(WITHIN);
    await panel.getByText(`kubectl describe node ${SKEWED}`).waitFor(WITHIN);
    await page.waitForURL(new RegExp(`node=${SKEWED}`));
    await inspect(page, 'nodes-one');
    await page.reload();
    await panel.getByText('Clock').first().waitFor(WITHIN);
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
  });

  it('brings what is known of a node that is chosen into sight on a phone', async () => {
    await page.setViewportSize(WIDTHS.narrow);
    await cell(SKEWED).click();
    const heartbeat = page.getByRole('region', { name: SKEWED }).getByText('Heartbeat', { exact: true });
    await heartbeat.waitFor(WITHIN);
    // Above the row of pages.
    expect((await heartbeat.boundingBox())?.y).toBeLessThan(WIDTHS.narrow.height - 60);
  });

  it('reads on as often as before once reading has failed for a while', async () => {
    await page.getByText(/of 13 heartbeats in time/).waitFor(WITHIN);
    let asked = 0;
    await page.route('**/api/v1/nodes/heat*', (route) => {
      asked += 1;
      const error = { code: 'not_ready', message: 'Not yet.' };
      return asked > 4 ? route.continue() : route.fulfill({ status: 503, json: { error } });
    });
    const problem = page.getByText('Could not be read the last time').first();
    await problem.waitFor(WITHIN);
    await problem.waitFor({ state: 'hidden', ...WITHIN });
    expect(asked).toBeGreaterThan(4);
  });

  it('is walked by keys', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL(`${server.origin}/`);
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.waitForURL(`${server.origin}/nodes`);
    await cell('cp-1').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/node=cp-2/);
  });

  it('knows nothing of nodes while the API server is away', async () => {
    const clocks = page.getByRole('region', { name: 'Clocks' });
    await clocks.getByRole('row').filter({ hasText: 'cp-1' }).first().waitFor(WITHIN);
    await simulator.inject({ do: 'refuse' }, { do: 'reset' });
    await page.getByText(/No word from the API server/).waitFor(WITHIN);
    await page.getByRole('button', { name: /^cp-1: not known/ }).waitFor(WITHIN);
    await page.getByText('13 heartbeats, not known now').waitFor(WITHIN);
    // What was told of clocks stays, with its time.
    await page
      .getByRole('region', { name: 'Clocks' })
      .getByText(/worst first; as of \d\d:/)
      .waitFor(WITHIN);
    await inspect(page, 'nodes-stale');
  });
});
