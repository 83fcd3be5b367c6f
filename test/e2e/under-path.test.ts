/** Tenure under a path of a host that is not its own: behind a real nginx, set up as docs/operations.md has it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Nginx, startNginx } from '../setup/nginx.ts';
import { lacksChromium, lacksNginx, suiteName } from '../setup/requirements.ts';
import { ROOT, type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { launch, openPage } from './browser.ts';

const SCHEDULER = 'kube-system/kube-scheduler';
const WITHIN = { timeout: 30_000 };
const lacking = lacksChromium ?? lacksNginx;

/** Of each way one, in the order of its section of the document. */
const [, SECTION = ''] = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').split('\n### Under a path\n');
const [KEPT = '', STRIPPED = ''] = [
  ...(SECTION.split('\n### ')[0] ?? '').matchAll(/```nginx\n(.*?)```/gs),
].map(([, text = '']) => text);

describe.skipIf(lacking !== null).each([
  { way: 'kept', locations: KEPT, env: {} },
  { way: 'taken off', locations: STRIPPED, env: { TENURE_BASE_PATH_STRIPPED: '1' } },
])(suiteName('under a path that nginx has $way', lacking), ({ locations, env }) => {
  let simulator: Simulator;
  let server: Server;
  let nginx: Nginx;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];
  let home: string;

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_LOG_LEVEL: 'warn',
      TENURE_BASE_PATH: '/tenure',
      ...env,
    });
    nginx = await startNginx(locations.replaceAll('http://127.0.0.1:3000', server.origin));
    home = `${nginx.origin}/tenure`;
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await nginx?.stop();
    await server?.stop();
    await simulator?.stop();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, home));
    await live();
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
    // Pages, their parts, calls, the worker and its stream: all that any test has asked for. While one page's icon goes
    // and the next one's comes the browser by itself may ask the host for one.
    const outside = nginx.asked().filter(({ uri }) => !/^\/tenure([/?]|$)/.test(uri));
    expect(outside.filter(({ uri }) => uri !== '/favicon.ico')).toEqual([]);
  });

  const live = (on = page): Promise<void> =>
    on.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  const path = (on = page): string => new URL(on.url()).pathname;

  it('opens each page, also when it is reloaded', async () => {
    const pages = [
      ['', 'Leaders'],
      ['/', 'Leaders'],
      [`/leases/${SCHEDULER}`, 'kube-scheduler'],
      ['/timeline?from=now-10m', 'Timeline'],
      ['/nodes', 'Nodes & clocks'],
      ['/alerts', 'Alerts'],
      ['/findings/flapping', 'Flapping'],
    ] as const;
    for (const [at, title] of pages) {
      const answer = await page.goto(home + at);
      expect(answer?.status()).toBe(200);
      const policy = answer?.headers()['content-security-policy'];
      expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'/);
      await live();
      expect(await page.title()).toContain(title);
      await page.reload();
      await live();
      expect(await page.title()).toContain(title);
    }
    // nginx writes 499 where a page was left before it had its answer.
    const failed = nginx.asked().filter(({ status }) => status >= 400 && status !== 499);
    expect(failed.filter(({ uri }) => uri !== '/favicon.ico')).toEqual([]);
  });

  it('goes from page to page by links and keys, and says what is not there', async () => {
    await page.getByRole('link', { name: 'Timeline' }).first().click();
    await page.waitForURL(`${home}/timeline**`);
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.waitForURL(`${home}/nodes**`);
    await page.getByRole('link', { name: 'Leaders', exact: true }).first().click();
    await page.locator(`a[href="/tenure/leases/${SCHEDULER}"]`).first().click();
    await page.waitForURL(`${home}/leases/${SCHEDULER}`);
    await page.goBack();
    await page.waitForFunction(() => /^\/tenure\/?$/.test(window.location.pathname));
    const answer = await page.goto(`${home}/nowhere`);
    expect(answer?.status()).toBe(404);
    await page.getByRole('link', { name: 'Open Leaders' }).click();
    await page.locator(`a[href="/tenure/leases/${SCHEDULER}"]`).first().waitFor(WITHIN);
  });

  it('opens a link with a search, and keeps what is changed in the address', async () => {
    await page.goto(`${home}?q=kube-scheduler`);
    const rows = page.getByRole('row').filter({ has: page.locator('a.name') });
    await page.waitForFunction(() => document.querySelectorAll('a.name').length === 1, null, WITHIN);
    await page.getByRole('searchbox').fill('kube-controller');
    await page.waitForFunction(() => window.location.search === '?q=kube-controller', null, WITHIN);
    expect(path()).toMatch(/^\/tenure\/?$/);
    await page.reload();
    await rows.first().waitFor(WITHIN);
    expect(await page.getByRole('searchbox').inputValue()).toBe('kube-controller');
  });

  it('keeps its cookies for itself', async () => {
    await page.getByRole('button', { name: /theme/i }).click();
    const cookies = await context.cookies(`${home}/nodes`);
    expect(cookies.map(({ name, path }) => `${name} ${path}`)).toEqual(['tenure-theme /tenure']);
    expect(await context.cookies(`${nginx.origin}/other`)).toEqual([]);
  });

  it('exports what happened', async () => {
    await page.goto(`${home}/timeline?from=now-10m`);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('menuitem', { name: /CSV/ })
        .or(page.getByRole('link', { name: /CSV/ }))
        .click(),
    ]);
    expect(new URL(download.url()).pathname).toBe('/tenure/api/v1/handovers');
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^at,/);
  });

  it('lets its own pages change something, and says in its document where calls are', async () => {
    const made = await page.evaluate(async () => {
      const answer = await fetch('/tenure/api/v1/silences', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          matchers: [{ field: 'name', value: 'nothing-is-called-this' }],
          until: Date.now() + 3_600_000,
          author: 'test',
          comment: 'a test',
        }),
      });
      return answer.status;
    });
    expect(made).toBe(201);
    const document = await (await fetch(`${home}/api/v1/openapi.json`)).json();
    expect(document).toMatchObject({ servers: [{ url: '/tenure' }] });
  });

  it('hands on each message of the stream as it is said', async () => {
    const abort = new AbortController();
    // Of one Lease: far less than what nginx would wait for to fill a buffer.
    onTestFinished(() => abort.abort());
    const answer = await fetch(`${home}/api/v1/stream?name=kube-scheduler`, { signal: abort.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (what: RegExp): Promise<void> => {
      while (!what.test(heard)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended; it said ${heard.slice(-500)}`);
        heard += value;
      }
    };
    await hear(/event: snapshot/);
    await simulator.inject({ do: 'release', lease: SCHEDULER, forMs: 2_000 });
    await hear(/event: handover/);
    expect(heard.length).toBeLessThan(64 * 1024);
  });

  it('is live in eight tabs of one browser over HTTP/1.1, which has six connections', async () => {
    const tabs = [page];
    while (tabs.length < 8) tabs.push(await context.newPage());
    const [last = page] = tabs.slice(-1);
    await Promise.all(tabs.map((tab, index) => tab.goto(home + ['', '/nodes', '/alerts'][index % 3])));
    await Promise.all(tabs.map((tab) => live(tab)));
    // A page of its own, with calls of its own.
    await last.goto(`${home}/leases/${SCHEDULER}`);
    await last.getByRole('heading', { name: 'Handovers' }).waitFor(WITHIN);
    for (const tab of tabs) {
      const status = await tab.evaluate(async () => (await fetch('/tenure/api/v1/status')).status);
      expect(status).toBe(200);
    }
    const metrics = await (await fetch(`${home}/metrics`)).text();
    expect(/^tenure_stream_viewers .*$/m.exec(metrics)?.[0]).toBe('tenure_stream_viewers 1');
  });
});
