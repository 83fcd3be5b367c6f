/** Eight tabs of a browser that has no worker to share a stream in, over HTTP/1.1 with its six connections. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };

describe.skipIf(lacksChromium !== null)(suiteName('eight tabs without a worker', lacksChromium), () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    server = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_LOG_LEVEL: 'warn' });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
  });

  const live = (page: Page): Promise<void> =>
    page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  /** Driven without a window all tabs are shown: this is what a browser says to one that another has taken the place of. */
  const show = (page: Page, state: DocumentVisibilityState): Promise<void> =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  const streams = async (): Promise<string | undefined> => {
    const text = await (await fetch(`${server.origin}/metrics`)).text();
    return /^tenure_stream_viewers (.*)$/m.exec(text)?.[1];
  };
  const streamsAre = (count: string) =>
    until(`${count} streams`, async () => ((await streams()) === count ? true : null));

  it('are live whichever is shown, and none that is hidden says that it is', async () => {
    const { page: first, context, errors } = await openPage(browser, server.origin);
    await context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
    await first.reload();
    await live(first);
    const tabs = [first];
    for (let shown = first; tabs.length < 8; tabs.push(shown)) {
      await show(shown, 'hidden');
      shown = await context.newPage();
      await shown.goto(`${server.origin}/nodes`);
      await live(shown);
    }
    await streamsAre('1');
    await first.waitForFunction(() => document.title.startsWith('Stale'), null, WITHIN);
    expect(await first.getByRole('banner').getByText('Live', { exact: true }).count()).toBe(0);
    const [last = first] = tabs.slice(-1);
    await show(last, 'hidden');
    await streamsAre('0');
    await show(first, 'visible');
    await live(first);
    await first.waitForFunction(() => !document.title.startsWith('Stale'), null, WITHIN);
    await streamsAre('1');
    await context.close();
    expect(errors).toEqual([]);
  }, 180_000);
});
