/**
 * An incident as it is investigated: nobody had the page open, Tenure itself was killed since, and who, when, why and how
 * long are still found, and shown to a colleague by the link that is copied.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handover } from '../../lib/lease/handover.ts';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const SCHEDULER = 'kube-system/kube-scheduler';
const WITHIN = { timeout: 30_000 };
const TAKEN_OVER_WITHIN_MS = 60_000;

/** What lies in the clipboard, as somebody pastes it: pages of Tenure may not read it. */
async function pasted(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  await page.setContent('<input autofocus>');
  await page.locator('input').focus();
  await page.keyboard.press('ControlOrMeta+V');
  const text = await page.locator('input').inputValue();
  await page.close();
  return text;
}

describe.skipIf(lacksChromium !== null)(suiteName('an incident, afterwards', lacksChromium), () => {
  let directory: string;
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let takeover: Handover;

  const start = (): Promise<Server> =>
    startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
      TENURE_LOG_LEVEL: 'warn',
    });
  const kept = async (): Promise<Handover | null> => {
    const answer = await fetch(`${server.origin}/api/v1/handovers?name=kube-scheduler&cause=expiry`);
    const { items } = (await answer.json()) as { items: Handover[] };
    return items[0] ?? null;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tenure-afterwards-'));
    simulator = await startSimulator('--no-story');
    server = await start();
    await server.waitFor('live');
    await simulator.inject({ do: 'crash', lease: SCHEDULER, forMs: 120_000 });
    const before = await until('a standby to take over', kept, TAKEN_OVER_WITHIN_MS);
    await until('it to be stored', async () => {
      const { history } = await server.status();
      return history.state === 'ready' && history.waiting === 0 ? true : null;
    });
    await server.program.stop('SIGKILL');
    server = await start();
    await server.waitFor('live');
    takeover = await until('it to be known again', kept);
    expect(takeover).toEqual(before);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const card = (on: Page) => on.locator('.tl-card');
  /** The card is whole: what moved with it was read too. */
  const read = (on: Page) => card(on).getByText('Nothing else moved within 30 s.').waitFor(WITHIN);
  const picture = (on: Page): Promise<string> =>
    on.evaluate(() =>
      [...document.querySelectorAll('.tl-layer path[d]')]
        .map((path) => `${path.getAttribute('fill')} ${path.getAttribute('d')}`)
        .join('\n'),
    );

  it('says who, when, why and how long, and the copied link says it to a colleague', async () => {
    const { page, context, errors } = await openPage(browser, `${server.origin}/timeline?from=now-10m`);
    await context.grantPermissions(['clipboard-write']);
    const lane = page.locator('.tl-row', { hasText: 'kube-scheduler' });
    await lane.waitFor(WITHIN);
    await page.keyboard.press('/');
    await page.keyboard.type('kube-scheduler');
    await lane.filter({ hasText: /1\+? handover/ }).waitFor(WITHIN);
    await expect.poll(() => page.locator('.tl-row').count(), WITHIN).toBe(1);
    const cursor = page.getByRole('slider', { name: /^Cursor on the timeline/ });
    await cursor.focus();
    await page.keyboard.press('End');
    // The restart lies after it.
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowLeft');
        return cursor.getAttribute('aria-valuetext');
      }, WITHIN)
      .toMatch(/kube-scheduler in kube-system, .*: handover to/);
    await page.keyboard.press('p');
    await page.waitForURL(/pin=kube-system\/kube-scheduler@\d+/, WITHIN);
    await read(page);
    const found = await card(page).innerText();
    for (const word of [
      /kube-scheduler/,
      /Went silent for \d+ s, then taken/,
      /No leader\n\d/,
      /15 s allowed/,
    ])
      expect(found).toMatch(word);
    for (const who of [takeover.from, takeover.to]) expect(found).toContain(who?.split('_')[0]);
    expect(found).toContain(new Date(takeover.at).toISOString().slice(11, 19));
    await inspect(page, 'afterwards');
    await page.keyboard.press('h');
    await page.getByText('still', { exact: true }).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied').waitFor(WITHIN);
    const colleague = await openPage(browser, await pasted(context));
    await read(colleague.page);
    expect(await card(colleague.page).innerText()).toBe(found);
    expect(await picture(colleague.page)).toBe(await picture(page));
    expect([...errors, ...colleague.errors]).toEqual([]);
    await colleague.context.close();
    await context.close();
  });
});
