/** Who gets in, in a browser: signing in and out, what is left of a page whose session is over, and who is not asked. */
import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };
const TOKEN = 'the-token-of-ana';

describe.skipIf(lacksChromium !== null)(suiteName('signing in with a browser', lacksChromium), () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, { [TOKEN]: { user: 'ana@example.org' } });
    const env = { KUBECONFIG: reviewer.kubeconfig, TENURE_AUTH: 'token', TENURE_LOG_LEVEL: 'warn' };
    server = await startServer(env, { authorization: `Bearer ${TOKEN}` });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const open = async (url: string) => {
    const opened = await openPage(browser, url);
    onTestFinished(async () => {
      await opened.context.close();
      expect(opened.errors).toEqual([]);
    });
    return opened;
  };
  const paste = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const live = (page: Page): Promise<void> =>
    page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  const place = (page: Page): string => page.url().slice(server.origin.length);

  it('leads to where one signs in, says what was wrong, and back to the page that was asked for', async () => {
    const { page } = await open(`${server.origin}/alerts?rules=open`);
    await page.getByRole('heading', { name: /Sign in to see/ }).waitFor(WITHIN);
    expect(place(page)).toBe('/sign-in?next=%2Falerts%3Frules%3Dopen');
    await inspect(page, 'sign-in');
    await paste(page, 'a-guess');
    await page.getByRole('alert').filter({ hasText: 'does not accept this token' }).waitFor(WITHIN);
    await inspect(page, 'sign-in-refused');
    await paste(page, TOKEN);
    await live(page);
    expect(place(page)).toBe('/alerts?rules=open');
    await page
      .getByText('Reading…')
      .first()
      .waitFor({ state: 'hidden', ...WITHIN });
    await page.getByLabel('Signed in as ana@example.org').click();
    await inspect(page, 'signed-in');
  }, 120_000);

  it('works without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${server.origin}/timeline`);
    await paste(page, TOKEN);
    await page.waitForURL(`${server.origin}/timeline`, WITHIN);
    await page.getByLabel(/Signed in as/).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.origin}/sign-in`, WITHIN);
    await page.goto(`${server.origin}/`);
    expect(place(page)).toBe('/sign-in');
  });

  it('keeps the session from scripts, and signs out every tab', async () => {
    const { page, context } = await open(`${server.origin}/`);
    await paste(page, TOKEN);
    await live(page);
    const [cookie] = (await context.cookies()).filter(({ name }) => name === 'tenure-session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(await page.evaluate(() => document.cookie)).not.toContain('tenure-session');
    const other = await context.newPage();
    await other.goto(`${server.origin}/timeline?from=now-10m`);
    await live(other);
    await page.getByLabel(/Signed in as/).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${server.origin}/sign-in`, WITHIN);
    // Its stream ends with the session, and is refused when it is opened again.
    await other.getByRole('heading', { name: /You are signed out/ }).waitFor({ timeout: 40_000 });
    expect(place(other)).toBe('/timeline?from=now-10m');
    await inspect(other, 'signed-out');
    await other.getByRole('button', { name: 'Sign in again' }).click();
    await paste(other, TOKEN);
    await live(other);
    expect(place(other)).toBe('/timeline?from=now-10m');
  }, 120_000);

  it('says at the page whose token was revoked that nobody is signed in, and keeps its place', async () => {
    reviewer.people.temporary = { user: 'ben' };
    const { page } = await open(`${server.origin}/nodes`);
    await paste(page, 'temporary');
    await live(page);
    delete reviewer.people.temporary;
    await page.getByRole('heading', { name: /You are signed out/ }).waitFor({ timeout: 50_000 });
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.waitForURL(`${server.origin}/sign-in?next=%2Fnodes`, WITHIN);
  }, 90_000);

  it('knows who follows a link from another site, whose request has no cookie of the session', async () => {
    const { page, context } = await open(`${server.origin}/`);
    await paste(page, TOKEN);
    await live(page);
    const link = `<a href="${server.origin}/alerts">an alert</a>`;
    const chat = createServer((_, response) => response.setHeader('content-type', 'text/html').end(link));
    await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void chat.close());
    const bound = chat.address();
    if (bound === null || typeof bound === 'string') throw new Error('the other site has no port');
    const there = await context.newPage();
    await there.goto(`http://localhost:${bound.port}/`);
    await there.getByText('an alert').click();
    await live(there);
    expect(place(there)).toBe('/alerts');
  });

  it('knows its own path where Tenure has one', async () => {
    const env = { KUBECONFIG: reviewer.kubeconfig, TENURE_AUTH: 'token', TENURE_BASE_PATH: '/ops/tenure' };
    const under = await startServer(env, { authorization: `Bearer ${TOKEN}` });
    onTestFinished(() => void under.stop());
    const { page, context } = await open(`${under.origin}/ops/tenure/alerts`);
    expect(page.url()).toBe(`${under.origin}/ops/tenure/sign-in?next=%2Falerts`);
    await paste(page, 'a-guess');
    await page.getByRole('alert').filter({ hasText: 'does not accept this token' }).waitFor(WITHIN);
    await paste(page, TOKEN);
    await live(page);
    expect(page.url()).toBe(`${under.origin}/ops/tenure/alerts`);
    const [cookie] = (await context.cookies()).filter(({ name }) => name === 'tenure-session');
    expect(cookie?.path).toBe('/ops/tenure');
    await page.getByLabel(/Signed in as/).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${under.origin}/ops/tenure/sign-in`, WITHIN);
    expect(await context.cookies()).not.toContainEqual(expect.objectContaining({ name: 'tenure-session' }));
  }, 60_000);

  it('does not show a page while the API server cannot be asked, and goes on when it can', async () => {
    reviewer.people.late = { user: 'cleo' };
    reviewer.away = true;
    const { page } = await open(`${server.origin}/nodes`);
    await paste(page, 'late');
    await page.getByRole('alert').filter({ hasText: 'does not say who you are' }).waitFor(WITHIN);
    await inspect(page, 'sign-in-away');
    reviewer.away = false;
    await paste(page, 'late');
    await live(page);
    expect(place(page)).toBe('/nodes');
  });

  it('says on every page that nobody is asked, where others reach it, and for a day not', async () => {
    const open0 = await startServer({ KUBECONFIG: simulator.kubeconfig, TENURE_HOST: '0.0.0.0' });
    onTestFinished(() => void open0.stop());
    const { page } = await open(`${open0.origin}/`);
    await live(page);
    await page.getByRole('heading', { name: /Whoever reaches this address/ }).waitFor(WITHIN);
    await inspect(page, 'open-notice');
    await page.getByRole('link', { name: 'Alerts' }).click();
    await page.getByRole('heading', { name: /Whoever reaches this address/ }).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Hide for a day' }).click();
    await page.getByRole('heading', { name: /Whoever reaches this address/ }).waitFor({ state: 'detached' });
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'tenure-open-read');
    expect(cookie?.expires).toBeLessThan(Date.now() / 1000 + 25 * 3600);
    const loopback = await startServer({ KUBECONFIG: simulator.kubeconfig });
    onTestFinished(() => void loopback.stop());
    expect(await (await fetch(loopback.origin)).text()).not.toContain('Whoever reaches this address');
  }, 120_000);
});
