/** Attacks by whoever sits down at a browser after somebody else has signed out. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launch, openPage } from '../e2e/browser.ts';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

const WITHIN = { timeout: 30_000 };
const FOREIGN = 'kube-scheduler';

describe.skipIf(lacksChromium !== null)(suiteName('attacks on a former user', lacksChromium), () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, {
      'ana-token': { user: 'ana', paths: ['/metrics'] },
      'ben-token': { user: 'ben', namespaces: ['payments'] },
    });
    const env = { KUBECONFIG: reviewer.kubeconfig, TENURE_AUTH: 'token', TENURE_LOG_LEVEL: 'warn' };
    server = await startServer(env, { authorization: 'Bearer ana-token' });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const live = (page: Page): Promise<void> =>
    page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  async function signIn(page: Page, token: string): Promise<void> {
    await page.goto(`${server.origin}/sign-in`);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await live(page);
  }
  async function signOut(page: Page): Promise<void> {
    await page.getByLabel(/Signed in as/).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.origin}/sign-in`, WITHIN);
  }
  async function ana(): Promise<{ page: Page; context: BrowserContext }> {
    const { page, context } = await openPage(browser, `${server.origin}/sign-in`);
    onTestFinished(() => context.close());
    await signIn(page, 'ana-token');
    await page.getByText(FOREIGN).first().waitFor(WITHIN);
    return { page, context };
  }
  /** Told of every text that the page shows, from its first one on. */
  const watched = async (page: Page): Promise<() => boolean> => {
    let seen = false;
    await page.exposeFunction('tellForeign', () => {
      seen = true;
    });
    await page.addInitScript((word) => {
      new MutationObserver(() => {
        if (document.documentElement.textContent.includes(word))
          Reflect.apply(Reflect.get(window, 'tellForeign'), null, []);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    }, FOREIGN);
    return () => seen;
  };

  it('76 a worker that a tab left open has nothing for who signs in next', async () => {
    const { page, context } = await ana();
    const left = await context.newPage();
    await left.goto(`${server.origin}/`);
    await left.getByText(FOREIGN).first().waitFor(WITHIN);
    await signOut(page);
    const next = await context.newPage();
    const hasSeen = await watched(next);
    await signIn(next, 'ben-token');
    await next.locator('.lease-row, tbody tr').first().waitFor(WITHIN);
    expect(await next.locator('body').textContent()).not.toContain(FOREIGN);
    expect(hasSeen()).toBe(false);
  });

  it('90 who signs out leaves no stream to the tabs, also where another replica is told than theirs', async () => {
    const { page, context } = await ana();
    const left = await context.newPage();
    await left.goto(`${server.origin}/nodes`);
    await live(left);
    // Another replica is told in place of this one: it takes the cookie away.
    await page.route('**/api/v1/sign-out', async (route) => {
      await context.clearCookies();
      await route.fulfill({ status: 204 });
    });
    await page.getByLabel(/Signed in as/).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await left.getByRole('heading', { name: /You are signed out/ }).waitFor(WITHIN);
    await until('the stream to be closed', async () => {
      const headers = { authorization: 'Bearer ana-token' };
      const text = await (await fetch(`${server.origin}/metrics`, { headers })).text();
      return /^tenure_stream_viewers 0$/m.test(text) ? true : null;
    });
  });

  it('77 the way back shows nothing, 78 no storage keeps anything, 79 and no address had a token in it', async () => {
    const { page, context } = await openPage(browser, `${server.origin}/sign-in`);
    onTestFinished(() => context.close());
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''));
    await signIn(page, 'ana-token');
    await page.goto(`${server.origin}/alerts`);
    await live(page);
    await signOut(page);
    for (let back = 0; back < 2; back++) {
      await page.goBack();
      await page.waitForLoadState('load');
      expect(await page.locator('body').textContent()).not.toContain(FOREIGN);
    }
    const kept = await page.evaluate(async () => ({
      stored: JSON.stringify([window.localStorage, window.sessionStorage]),
      databases: await window.indexedDB.databases(),
      caches: await window.caches.keys(),
    }));
    expect(kept).toMatchObject({ databases: [], caches: [] });
    expect(kept.stored).not.toMatch(/kube-|ana/);
    expect((await context.cookies()).filter(({ name }) => name.includes('session'))).toEqual([]);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((text) => text.includes('ana-token'))).toEqual([]);
  });
});
