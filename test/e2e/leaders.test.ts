/** The demo cluster in a real browser: the board lives, tells what happens, and is honest when it cannot know. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { expectAccessible, inspect, launch, openPage, shoot, WIDTHS } from './browser.ts';

const SCHEDULER = 'kube-system/kube-scheduler';
const WITHIN = { timeout: 30_000 };

describe.skipIf(lacksChromium !== null)(suiteName('the board in a browser', lacksChromium), () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];
  let hanging = false;

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DEMO: '1',
      TENURE_LOG_LEVEL: 'warn',
    });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, server.origin));
    await live();
  });
  afterEach(async () => {
    if (hanging) process.kill(server.program.pid, 'SIGCONT');
    hanging = false;
    await simulator.inject({ do: 'clear' });
    await context.close();
    expect(errors).toEqual([]);
  });

  const live = (): Promise<void> =>
    page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  const row = (name: string) =>
    page.getByRole('row').filter({ has: page.locator(`a.name[href$="/leases/${name}"]`) });
  /** A line of the table of handovers that ended this way. */
  const ended = (words: string) =>
    page.getByLabel('Handovers, newest first').getByText(words, { exact: true }).first();
  const rows = () => page.getByRole('row').filter({ has: page.locator('a.name') });
  const handoversOf = async (name: string): Promise<number> => {
    const [namespace = '', lease = ''] = name.split('/');
    const answer = await fetch(`${server.origin}/api/v1/leases/${namespace}/${lease}`);
    return ((await answer.json()) as { handovers24h: number }).handovers24h;
  };

  type Row = { namespace: string; name: string; headroomMs: number | null; lastRenewalAt: number | null };
  const read = async (): Promise<Row[]> => {
    const answer = await fetch(`${server.origin}/api/v1/leases`);
    return ((await answer.json()) as { items: Row[] }).items;
  };
  const withoutHeadroom = async (): Promise<string[]> =>
    (await read()).filter(({ headroomMs }) => headroomMs !== null && headroomMs <= 0).map(({ name }) => name);

  it('shows who leads, says that it is a demo, and counts', async () => {
    await row(SCHEDULER).waitFor(WITHIN);
    await page.getByTitle(/simulated cluster/).waitFor(WITHIN);
    expect(await row(SCHEDULER).textContent()).toMatch(/held/);
    expect(await page.title()).toMatch(/Leaders.*Tenure/);
    expect(await rows().count()).toBeGreaterThan(10);
    await inspect(page, 'leaders');
  });

  it('ticks: a renewal starts the age anew without a reload', async () => {
    const age = page
      .locator('tr', { has: page.locator(`a.name[href$="/leases/${SCHEDULER}"]`) })
      .locator('td')
      .nth(4);
    const first = await age.textContent();
    await page.waitForFunction(
      ([href, before]) => {
        const link = document.querySelector(`a[href$="${href}"]`);
        return link?.closest('tr')?.cells[4]?.textContent !== before;
      },
      [`/leases/${SCHEDULER}`, first] as const,
      WITHIN,
    );
  });

  it('tells of a crash: the new holder, the handover, and on the Lease page why', async () => {
    const lease = 'kube-system/kube-controller-manager';
    const before = await handoversOf(lease);
    await simulator.inject({ do: 'crash', lease, forMs: 60_000 });
    await page.goto(`${server.origin}/leases/${lease}`);
    await page.getByRole('heading', { name: 'Handovers' }).waitFor(WITHIN);
    await ended('Went silent').waitFor({ timeout: 60_000 });
    expect(await handoversOf(lease)).toBe(before + 1);
    await page.getByRole('link', { name: 'Leaders', exact: true }).first().click();
    await row(lease).waitFor(WITHIN);
    expect(await row(lease).locator('td').nth(6).textContent()).toBe(String(before + 1));
  });

  it('tells of a release and of a deleted Lease while the page is open', async () => {
    const released = SCHEDULER;
    await page.goto(`${server.origin}/leases/${released}`);
    await page.getByRole('heading', { name: 'Handovers' }).waitFor(WITHIN);
    await simulator.inject({ do: 'release', lease: released, forMs: 30_000 });
    await ended('Released').waitFor(WITHIN);
    await inspect(page, 'lease');
    await simulator.inject({ do: 'delete', lease: released });
    await ended('Recreated').waitFor(WITHIN);
  });

  it('keeps search, facet and sort in the URL, over a reload', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('scheduler');
    await page.waitForURL(/[?&]q=scheduler/, WITHIN);
    await page.getByRole('combobox', { name: /^sort/ }).selectOption('name');
    await page.waitForURL(/sort=name/, WITHIN);
    await page.getByRole('combobox', { name: /^namespace/ }).selectOption('kube-system');
    await page.waitForURL(/namespace=kube-system/, WITHIN);
    const shown = await rows().allTextContents();
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.every((text) => text.includes('kube-system'))).toBe(true);
    await page.reload();
    await live();
    await row(SCHEDULER).waitFor(WITHIN);
    expect(await page.getByRole('searchbox').inputValue()).toBe('scheduler');
    expect(await page.getByRole('combobox', { name: /^sort/ }).inputValue()).toBe('name');
    expect(await rows().count()).toBe(shown.length);
  });

  it('leads by key from the search on a phone to what it hides meanwhile', async () => {
    await page.setViewportSize(WIDTHS.narrow);
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), WITHIN)
      .toMatch(/^Times: /);
    await page.locator('.zone-toggle:focus').waitFor(WITHIN);
    expect(await page.locator('.zone-toggle').evaluate((one) => getComputedStyle(one).opacity)).toBe('1');
  });

  it('shows what its address says again once one goes to it by its name', async () => {
    const box = page.getByRole('searchbox');
    await box.fill('scheduler');
    await page.waitForURL(/[?&]q=scheduler/, WITHIN);
    await page.getByRole('link', { name: 'Leaders', exact: true }).click();
    await page.waitForURL((url) => url.search === '', WITHIN);
    await expect.poll(() => box.inputValue(), WITHIN).toBe('');
  });

  it('filters by state from the vitals, and says when nothing matches', async () => {
    await page.getByRole('button', { name: /\bheld\b/ }).click();
    await page.waitForURL(/state=held/, WITHIN);
    await page.goto(`${server.origin}/?state=expired&namespace=monitoring-nowhere`);
    await page.getByRole('button', { name: 'Clear filters' }).waitFor(WITHIN);
    await inspect(page, 'leaders-nothing-matches');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row(SCHEDULER).waitFor(WITHIN);
  });

  it('can be used by keys alone', async () => {
    await row(SCHEDULER).waitFor(WITHIN);
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TR', undefined, WITHIN);
    const first = await page.evaluate(() => document.activeElement?.getAttribute('data-key'));
    await page.keyboard.press('j');
    await page.waitForFunction(
      (before) => document.activeElement?.getAttribute('data-key') !== before,
      first,
      WITHIN,
    );
    await page.keyboard.press('k');
    await page.waitForFunction(
      (before) => document.activeElement?.getAttribute('data-key') === before,
      first,
      WITHIN,
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor(WITHIN);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ ...WITHIN, state: 'hidden' });
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT', undefined, WITHIN);
    await page.keyboard.type('kube-scheduler');
    await page.waitForURL(/q=kube-scheduler/, WITHIN);
    await page.keyboard.press('Tab');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TR', undefined, WITHIN);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/leases\/kube-system\/kube-scheduler/, WITHIN);
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL((url) => url.pathname === '/', WITHIN);
  });

  it('switches the theme, and remembers it', async () => {
    const background = (): Promise<string> =>
      page.evaluate(
        () =>
          getComputedStyle(document.documentElement).backgroundColor +
          getComputedStyle(document.body).backgroundColor,
      );
    const light = await background();
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.waitForFunction(
      (before) =>
        getComputedStyle(document.documentElement).backgroundColor +
          getComputedStyle(document.body).backgroundColor !==
        before,
      light,
      WITHIN,
    );
    const dark = await background();
    await page.reload();
    await live();
    expect(await background()).toBe(dark);
    await expectAccessible(page);
  });

  it('opens a Lease from a narrow screen and back', async () => {
    await page.setViewportSize(WIDTHS.narrow);
    const link = page.locator(`a.name[href$="/leases/${SCHEDULER}"]`);
    await link.click();
    await page.waitForURL(/\/leases\//, WITHIN);
    await page.getByRole('heading', { name: 'Handovers' }).waitFor(WITHIN);
    await page.goBack();
    await link.waitFor(WITHIN);
  });

  it('draws no more of a Lease than is known while its handovers are not read', async () => {
    await page.route('**/api/v1/handovers?*', () => undefined);
    await page.reload();
    const strip = row(SCHEDULER).getByRole('img', { name: /what was before is not read yet/ });
    await strip.waitFor(WITHIN);
    await page.unroute('**/api/v1/handovers?*');
    await page.reload();
    await row(SCHEDULER)
      .getByRole('img', { name: /^Held by (?!.*not read yet).*handover/ })
      .waitFor(WITHIN);
  });

  it('goes stale honestly when the API server is gone, on both pages, and recovers by itself', async () => {
    const second = await openPage(browser, `${server.origin}/leases/${SCHEDULER}`);
    await second.page.getByRole('heading', { name: 'Handovers' }).waitFor(WITHIN);
    await simulator.inject({ do: 'refuse' }, { do: 'reset' });
    await page.getByText(/^No word from the API server for/).waitFor(WITHIN);
    await page.waitForFunction(() => document.title.startsWith('Stale'), undefined, WITHIN);
    expect(await page.getByRole('toolbar').textContent()).toMatch(/\bwere\b/);
    expect(await page.getByRole('toolbar').textContent()).toMatch(/(^|\D)0 were expired/);
    await inspect(page, 'leaders-stale');
    for (const width of [1440, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const last = await page.getByRole('toolbar').locator('.pick').last().boundingBox();
      expect((last?.x ?? width) + (last?.width ?? width)).toBeLessThanOrEqual(width);
      await shoot(page, `leaders-stale-${width}`);
    }
    await page.setViewportSize(WIDTHS.wide);
    await second.page
      .getByText(/No word from the API server/)
      .first()
      .waitFor(WITHIN);
    await inspect(second.page, 'lease-stale');
    const handovers = await handoversOf(SCHEDULER);
    await simulator.inject({ do: 'clear' });
    await live();
    await second.page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
    await page.getByText(/^No word from/).waitFor({ ...WITHIN, state: 'hidden' });
    expect(await handoversOf(SCHEDULER)).toBe(handovers);
    expect(second.errors).toEqual([]);
    await second.context.close();
  });

  it('says that nothing is known when Tenure itself is not heard, comes back, and blames no holder for it', async () => {
    const before = await withoutHeadroom();
    // The server hangs: its connections stand, and nothing comes.
    process.kill(server.program.pid, 'SIGSTOP');
    hanging = true;
    await page.getByText(/^No word from Tenure for/).waitFor({ timeout: 60_000 });
    await inspect(page, 'leaders-lost');
    process.kill(server.program.pid, 'SIGCONT');
    hanging = false;
    await page.getByText(/^No word from Tenure for/).waitFor({ timeout: 60_000, state: 'hidden' });
    await live();
    const on = Date.now();
    await expect
      .poll(async () => (await read()).some(({ lastRenewalAt }) => (lastRenewalAt ?? 0) > on + 2000), WITHIN)
      .toBe(true);
    expect(await withoutHeadroom()).toEqual(before);
  }, 180_000);

  it('shows incidents as they are: expired, vacant, late', async () => {
    await simulator.inject(
      { do: 'scale-to-zero', lease: 'keda/operator.keda.sh', forMs: 600_000 },
      { do: 'crash', lease: 'kafka/strimzi-cluster-operator', forMs: 600_000 },
    );
    await page
      .getByRole('toolbar')
      .getByText(/[1-9]\d* expired/)
      .waitFor({ timeout: 80_000 });
    await inspect(page, 'leaders-incident');
  }, 180_000);
});
