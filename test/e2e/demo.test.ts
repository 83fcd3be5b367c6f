/** `npm run demo` as a newcomer meets it: one address, a live board, and the day before filling in behind it. */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RenewalsAnswer } from '../../lib/view/renewals.ts';
import type { Status } from '../../lib/view/status.ts';
import { type Program, run, until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { freePort, ROOT } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };
const FILLED_WITHIN_MS = 90_000;
const HOUR = 3_600_000;
/** It ran out of memory again and again in the night before. */
const FLAPPED = 'payments/8f2c91ab.payments.example.com';

describe.skipIf(lacksChromium !== null)(suiteName('the demo in a browser', lacksChromium), () => {
  let demo: Program;
  let origin: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    const port = await freePort();
    demo = run(process.execPath, [join(ROOT, 'scripts/demo.ts')], {
      PATH: process.env.PATH,
      PORT: String(port),
    });
    await demo.says(/^Tenure watches a demo cluster: http:\/\/localhost:\d+$/m, 90_000);
    origin = `http://127.0.0.1:${port}`;
    browser = await launch();
    await until('the day before to be kept', dayBefore, FILLED_WITHIN_MS);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, origin));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  /** Null until its first hour is there, which is written last. */
  async function dayBefore(): Promise<true | null> {
    const answer = await fetch(`${origin}/api/v1/status`);
    const { now, history } = (await answer.json()) as Status;
    return history.keptFrom !== null && history.keptFrom < now - 23 * HOUR ? true : null;
  }

  it('shows a day on the board', async () => {
    await page.getByText('Last 24 h').waitFor(WITHIN);
    const row = page.getByRole('row').filter({ has: page.locator(`a.name[href$="/leases/${FLAPPED}"]`) });
    await row.locator('.c-handovers', { hasText: /^1\d/ }).waitFor(WITHIN);
    await inspect(page, 'demo-leaders');
  });

  it('shows the night of an operator that flapped', async () => {
    await page.goto(`${origin}/leases/${FLAPPED}?from=now-24h&to=now`);
    const handovers = page.getByRole('region', { name: 'Handovers' });
    await handovers.getByText(/1\d seen/).waitFor(WITHIN);
    // The charts come after the page.
    await page
      .locator('.recharts-reference-line')
      .first()
      .waitFor({ state: 'attached', ...WITHIN });
    await inspect(page, 'demo-lease');
    // Whoever played the day wrote all of it.
    const [namespace = '', name = ''] = FLAPPED.split('/');
    const asked = new URLSearchParams({ namespace, name, from: 'now-24h', to: 'now' });
    const answer = await fetch(`${origin}/api/v1/renewals?${asked}`);
    expect(((await answer.json()) as RenewalsAnswer).unwritten).toEqual([]);
  });

  it('shows when nobody watched, and when the API server was slow', async () => {
    await page.goto(`${origin}/timeline?from=now-6h&to=now`);
    await page.getByText(/^not watched, 1\d min$/).waitFor(WITHIN);
    await page.getByText(/API server slow/).waitFor(WITHIN);
    await inspect(page, 'demo-timeline');
  });

  it('ends cleanly when told to', async () => {
    expect(await demo.stop('SIGINT')).toBe(0);
    await expect(fetch(origin)).rejects.toThrow();
  });
});
