/** What is wrong, in a real browser: from anywhere to its cause and the next command, its rule, its mark, a notification. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlertsAnswer, AlertView } from '../../lib/view/alert.ts';
import { until } from '../setup/process.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { expectAccessible, inspect, launch, openPage } from './browser.ts';

const EXPIRED = 'kafka/strimzi-cluster-operator';
const VACANT = 'keda/operator.keda.sh';
const WITHIN = { timeout: 30_000 };
const FIRES_WITHIN_MS = 120_000;
/** Longer than all of this takes. */
const LONG_MS = 3_600_000;

describe.skipIf(lacksChromium !== null)(suiteName('alerts in a browser', lacksChromium), () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  const firing = async (about: string): Promise<AlertView | null> => {
    const answer = await fetch(`${server.origin}/api/v1/alerts?state=firing`);
    const { items } = (await answer.json()) as AlertsAnswer;
    return items.find(({ subject }) => `${subject.namespace}/${subject.name}` === about) ?? null;
  };
  const fires = (about: string): Promise<AlertView> =>
    until(`an alert about ${about}`, () => firing(about), FIRES_WITHIN_MS);

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DEMO: '1',
      TENURE_LOG_LEVEL: 'warn',
    });
    await server.waitFor('live');
    await simulator.inject({ do: 'crash', lease: EXPIRED, forMs: LONG_MS });
    browser = await launch();
    await fires(EXPIRED);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, `${server.origin}/alerts`));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  const title = (words = 'Nobody renews strimzi-cluster-operator') =>
    page.getByRole('button', { name: new RegExp(words) }).first();

  it('leads from any page to the cause and the next command in three clicks', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${server.origin}/timeline`);
    await page.getByRole('link', { name: /^Alerts/ }).click();
    await title().click();
    await page.getByText('what it means').waitFor(WITHIN);
    await page
      .getByRole('button', { name: /^Copy the command/ })
      .first()
      .click();
    await page.getByText('copied', { exact: true }).waitFor(WITHIN);
    // No page of Tenure may read the clipboard: it is pasted, as by a person.
    const field = page.getByRole('searchbox').first();
    await field.focus();
    await page.keyboard.press('Control+V');
    expect(await field.inputValue()).toMatch(/^kubectl .*kafka/);
  });

  it('opens to its evidence and the chart of that stretch, which its link opens again', async () => {
    await title().click();
    await page.getByRole('img', { name: /^(Held|Nobody was seen).* watched/ }).waitFor(WITHIN);
    await page.waitForURL(/alert=expired-but-held/, WITHIN);
    // Its limit stands though no renewal is drawn against it.
    await page
      .locator('.recharts-reference-line')
      .first()
      .waitFor({ ...WITHIN, state: 'attached' });
    const incident = page.getByRole('link', { name: 'Save as incident' });
    expect(await incident.getAttribute('href')).toMatch(/^\/api\/v1\/incident\?from=.*&to=now/);
    await inspect(page, 'alerts-open');
    await page.reload();
    await page.getByRole('img', { name: /^(Held|Nobody was seen).* watched/ }).waitFor(WITHIN);
    await page.getByRole('link', { name: 'Lease at that time' }).click();
    await page.waitForURL(/\/leases\/kafka\/strimzi-cluster-operator\?from=/, WITHIN);
  });

  it('shows each rule with the worst value against its limit, and what it means', async () => {
    const row = page.getByRole('row').filter({ hasText: 'Expired but held' });
    await row.getByText('1 firing').waitFor(WITHIN);
    await row.getByRole('link', { name: EXPIRED }).waitFor(WITHIN);
    await row.getByRole('button').click();
    await page.getByText('how long after a standby was due').waitFor(WITHIN);
    await page.waitForURL(/rule=expired-but-held/, WITHIN);
    await inspect(page, 'alerts-rules');
    await page.reload();
    await page.getByText('how long after a standby was due').waitFor(WITHIN);
  });

  it('adds no line above the board while somebody aims at a row, and does once the pointer is elsewhere', async () => {
    const nothing: AlertsAnswer = { items: [], nextCursor: null, asOf: Date.now() };
    await page.route('**/api/v1/alerts?*', (route) => route.fulfill({ json: nothing }));
    await page.goto(server.origin);
    const lines = page.getByRole('region', { name: 'Something is wrong' });
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'kube-scheduler' }) });
    await row.hover(WITHIN);
    const box = await row.boundingBox();
    if (box === null) throw new Error('the row is not there');
    await page.unrouteAll();
    let moves = 0;
    await until('the title to count it', async () => {
      moves += 1;
      await page.mouse.move(box.x + 40 + (moves % 2), box.y + 10);
      return (await page.title()).startsWith('(') ? true : null;
    });
    expect(await lines.count()).toBe(0);
    expect(await row.boundingBox()).toEqual(box);
    await page.mouse.move(1, 1);
    await lines.getByRole('link', { name: /Nobody renews strimzi/ }).waitFor(WITHIN);
  });

  it('marks it on the timeline, and the mark leads to it', async () => {
    const alert = await fires(EXPIRED);
    await page.goto(`${server.origin}/timeline?from=now-10m&q=strimzi`);
    const mark = page.locator('.tl-lanes path[stroke="var(--color-critical)"]').last();
    await mark.waitFor({ ...WITHIN, state: 'attached' });
    await page.getByRole('button', { name: 'Hold still' }).click();
    await page.getByText('still', { exact: true }).waitFor(WITHIN);
    const box = await mark.boundingBox();
    if (box === null) throw new Error('the mark is not there');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForURL((url) => url.searchParams.get('alert') === alert.id, WITHIN);
    await page.getByText('what it means').waitFor(WITHIN);
  });

  it('is silenced in two clicks and a reason: shown, marked, not counted; and told again when that is ended', async () => {
    const unknown = await fetch(`${server.origin}/api/v1/silences/none`, { method: 'DELETE' });
    expect(unknown.status).toBe(404);
    const entry = page.getByRole('article').filter({ has: title() });
    const calling = async (): Promise<number> => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? '0');
    await title().waitFor(WITHIN);
    await page.waitForFunction(() => document.title.startsWith('('), undefined, WITHIN);
    const before = await calling();
    await entry.getByRole('button', { name: 'Silence…' }).click();
    const form = page.getByRole('form', { name: /^Silence: Nobody renews strimzi/ });
    await form.getByText('Silences 1 alert that fires now.').waitFor(WITHIN);
    await inspect(page, 'alerts-silence');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await form.getByText(/^Say why/).waitFor(WITHIN);
    await form.getByLabel('Value of name', { exact: true }).fill('strimzi-*');
    await form.getByText('Silences 1 alert that fires now.').waitFor(WITHIN);
    await form.getByLabel(/^Why/).fill('replaced tomorrow');
    await form.getByLabel('By', { exact: true }).fill('maria');
    await form.getByLabel(/^Why/).press('Enter');
    await entry.getByText(/silenced until .* by maria: replaced tomorrow/).waitFor(WITHIN);
    await page.waitForFunction(
      (count) => (count === 0) === !document.title.startsWith('('),
      before - 1,
      WITHIN,
    );
    expect(await calling()).toBe(before - 1);
    await page.getByText(/firing.*, 1 silenced$/).waitFor(WITHIN);
    const row = page.getByRole('row').filter({ hasText: 'name=strimzi-*' });
    await row.getByText('replaced tomorrow').waitFor(WITHIN);
    await inspect(page, 'alerts-silenced');
    await row.getByRole('button', { name: /^End now/ }).click();
    await row.getByText(/^ended /).waitFor(WITHIN);
    await entry.getByRole('button', { name: 'Silence…' }).click();
    expect(await form.getByLabel('By', { exact: true }).inputValue()).toBe('maria');
    await page.waitForFunction((count) => document.title.startsWith(`(${count})`), before, WITHIN);
  });

  it('notifies on request: asked by a click alone, once for what is new, and by one tab', async () => {
    await context.addInitScript(NOTIFICATIONS);
    const second = await context.newPage();
    await Promise.all([page.reload(), second.goto(`${server.origin}/timeline`)]);
    const shown = async (): Promise<string[]> =>
      (await Promise.all([page, second].map((one) => one.evaluate(() => window.shown)))).flat();
    const toggle = page.getByRole('switch', { name: 'Notify in this browser' });
    await toggle.waitFor(WITHIN);
    expect(await page.evaluate(() => window.asked)).toBe(0);
    await toggle.click();
    await page.getByRole('switch', { checked: true }).waitFor(WITHIN);
    expect(await page.evaluate(() => window.asked)).toBe(1);
    await simulator.inject({ do: 'scale-to-zero', lease: VACANT, forMs: 600_000 });
    await fires(VACANT);
    await until('a notification', async () => ((await shown()).length > 0 ? true : null), 30_000);
    await page
      .getByText(/Nobody holds operator\.keda\.sh/)
      .first()
      .waitFor(WITHIN);
    expect(await shown()).toEqual([expect.stringMatching(/^Nobody holds operator\.keda\.sh/)]);
    await expectAccessible(page);
  }, 180_000);

  it('says so where the browser denies notifications', async () => {
    await context.addInitScript(`${NOTIFICATIONS}; localStorage.setItem('permission', 'denied');`);
    await page.reload();
    await page.getByText(/The browser denies notifications/).waitFor(WITHIN);
    expect(await page.getByRole('switch', { name: 'Notify in this browser' }).isDisabled()).toBe(true);
  });

  // The last: what puts the API server right does so for all that was provoked.
  it('says in the title and by the icon that something fires, and on a lost feed that this is stale', async () => {
    await page.waitForFunction(() => /^\(\d+\) Alerts/.test(document.title), undefined, WITHIN);
    const icon = page.locator('link[rel="icon"][href^="data:image/svg+xml"]');
    await icon.waitFor({ ...WITHIN, state: 'attached' });
    await simulator.inject({ do: 'refuse' }, { do: 'reset' });
    await page.waitForFunction(() => document.title.startsWith('Stale'), undefined, WITHIN);
    await page.getByText(/^No word from the API server for/).waitFor(WITHIN);
    await title().waitFor(WITHIN);
    await inspect(page, 'alerts-stale');
    await simulator.inject({ do: 'clear' });
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  });
});

declare global {
  interface Window {
    /** How often permission was asked for, and the titles of what was shown. */
    asked: number;
    shown: string[];
  }
}

/** A browser without a screen shows none: it is told what would be shown. */
const NOTIFICATIONS = `
  window.asked = 0;
  window.shown = [];
  window.Notification = class {
    static get permission() { return localStorage.getItem('permission') ?? 'default'; }
    static async requestPermission() {
      window.asked += 1;
      localStorage.setItem('permission', 'granted');
      return 'granted';
    }
    constructor(title) { window.shown.push(title); }
    close() {}
  };
`;
