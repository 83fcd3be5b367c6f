/** A browser of somebody who may see the Leases of two namespaces: nothing of any other one is on any page. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Reviewer, startReviewer } from '../setup/reviewer.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };
const ALL = 'the-token-of-cyd';
const SOME = 'the-token-of-ana';
const NODES = 'the-token-of-ned';
const SEEN = ['cert-manager', 'keda'];
/** Namespaces of the demo cluster. On which node a holder runs is told with its Lease. */
const HIDDEN = /kube-system|argo-rollouts|karpenter|ingress-nginx|kafka|crossplane/;

describe.skipIf(lacksChromium !== null)(suiteName('what one sees in a browser', lacksChromium), () => {
  let simulator: Simulator;
  let reviewer: Reviewer;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    reviewer = await startReviewer(simulator.url, {
      [ALL]: { user: 'cyd' },
      [SOME]: { user: 'ana', namespaces: SEEN },
      [NODES]: { user: 'ned', namespaces: ['kube-node-lease'] },
    });
    const env = { KUBECONFIG: reviewer.kubeconfig, TENURE_AUTH: 'token', TENURE_LOG_LEVEL: 'warn' };
    server = await startServer(env, { authorization: `Bearer ${ALL}` });
    await server.waitFor('live');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await reviewer?.stop();
    await simulator?.stop();
  });

  const signedIn = async (token: string): Promise<Page> => {
    const { page, context, errors } = await openPage(browser, `${server.origin}/`);
    onTestFinished(async () => {
      await context.close();
      expect(errors).toEqual([]);
    });
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
    return page;
  };
  const textOf = (page: Page): Promise<string> => page.locator('body').innerText();

  it('is two namespaces on every page, and the shell says so', async () => {
    const page = await signedIn(SOME);
    const banner = page.getByRole('banner');
    await banner.getByText('you see 2 namespaces').waitFor(WITHIN);
    const rows = page.getByRole('row').filter({ has: page.locator('a.name') });
    await rows.first().waitFor(WITHIN);
    const names = await rows
      .locator('a.name')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(names.length).toBeGreaterThan(1);
    expect(names.every((name) => SEEN.some((namespace) => name?.startsWith(`/leases/${namespace}/`)))).toBe(
      true,
    );
    expect(await textOf(page)).not.toMatch(HIDDEN);
    await inspect(page, 'sees-some-leaders');

    await page.goto(`${server.origin}/timeline`);
    await page.getByText('cert-manager-controller').first().waitFor(WITHIN);
    expect(await textOf(page)).not.toMatch(HIDDEN);
    await page.goto(`${server.origin}/nodes`);
    await page.getByText('No node sends a heartbeat here').waitFor(WITHIN);
    await inspect(page, 'sees-some-nodes');
    await page.goto(`${server.origin}/alerts`);
    // The rules, which tell where each is worst, come last.
    await page.getByText('Expired but held').first().waitFor(WITHIN);
    expect(await textOf(page)).not.toMatch(HIDDEN);
    await inspect(page, 'sees-some-alerts');
    await page.goto(`${server.origin}/leases/kube-system/kube-scheduler`);
    await page
      .getByRole('heading', { name: /There is no Lease|No Lease/ })
      .first()
      .waitFor(WITHIN);
    await page.goto(`${server.origin}/leases/cert-manager/cert-manager-controller`);
    await page.getByText('Handovers').first().waitFor(WITHIN);
  }, 180_000);

  it('is nothing that elects, said calmly, for who sees heartbeats alone', async () => {
    const page = await signedIn(NODES);
    await page.getByText('No Lease elects in what you see').waitFor(WITHIN);
    await page.getByRole('banner').getByText('you see 1 namespace').waitFor(WITHIN);
    await inspect(page, 'sees-no-elections');
  }, 120_000);

  it('follows what is granted, without anything being done', async () => {
    const page = await signedIn(SOME);
    await page.getByRole('banner').getByText('you see 2 namespaces').waitFor(WITHIN);
    delete reviewer.people[SOME];
    reviewer.people[SOME] = { user: 'ana', namespaces: ['keda'] };
    await page.getByRole('banner').getByText('you see 1 namespace').waitFor({ timeout: 60_000 });
    await expect.poll(() => textOf(page)).not.toContain('cert-manager');
  }, 120_000);
});
