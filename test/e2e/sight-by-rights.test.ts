/**
 * The pages of three people whom a real API server knows by their tokens, with different rights by RBAC: each shows what
 * they may list and nothing else, and nothing else is in what the page was answered.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ControlPlane, startControlPlane } from '../cluster/envtest.ts';
import { personToken } from '../cluster/objects.ts';
import { NAMESPACES, namedIn, PEOPLE, startPeople, WORDS } from '../cluster/people.ts';
import { until } from '../setup/process.ts';
import { lacksApiServer, lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, startServer } from '../setup/stack.ts';
import { launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };
const lacking = lacksApiServer ?? lacksChromium;

describe.skipIf(lacking !== null)(suiteName('the pages of three people', lacking), () => {
  let plane: ControlPlane;
  let stopPeople: (() => void) | undefined;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    plane = await startControlPlane();
    stopPeople = await startPeople(plane);
    const env = { KUBECONFIG: plane.adminKubeconfig, TENURE_AUTH: 'token', TENURE_LOG_LEVEL: 'warn' };
    const authorization = `Bearer ${await personToken(plane, 'cyd')}`;
    server = await startServer(env, { authorization });
    await server.waitFor('live');
    await until(
      'alerts about every namespace',
      async () => {
        const answer = await fetch(`${server.origin}/api/v1/alerts`, { headers: { authorization } });
        return namedIn(await answer.text()).length === NAMESPACES.length ? true : null;
      },
      100_000,
    );
    browser = await launch();
  }, 200_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    stopPeople?.();
    await plane?.stop();
  });

  /** Signed in by the page, as people are; `answers`: all that the browser was answered by then, the stream apart. */
  async function signedIn(name: string): Promise<{ page: Page; answers: () => Promise<string> }> {
    const { page, context, errors } = await openPage(browser, `${server.origin}/`);
    const bodies: Promise<string>[] = [];
    context.on('response', (response) => {
      if (!/json|html|x-component/.test(response.headers()['content-type'] ?? '')) return;
      // One that the page left before it was whole was told nobody.
      bodies.push(response.text().catch(() => ''));
    });
    onTestFinished(async () => {
      await context.close();
      expect(errors).toEqual([]);
    });
    await page.getByLabel('Token').fill(await personToken(plane, name));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
    return { page, answers: async () => (await Promise.all(bodies)).join('\n') };
  }

  it.each(PEOPLE)(
    '%s is shown what the API server lets them list',
    async (name, sees) => {
      const { page, answers } = await signedIn(name);
      const shown = (): Promise<string[]> => page.locator('body').innerText().then(namedIn);

      await expect.poll(shown, WITHIN).toEqual(sees);
      await page.goto(`${server.origin}/timeline`);
      await expect.poll(shown, WITHIN).toEqual(sees);
      await page.goto(`${server.origin}/alerts`);
      // The rules tell where each is worst.
      await page.getByRole('heading', { name: 'Rules' }).waitFor(WITHIN);
      await expect.poll(shown, WITHIN).toEqual(sees);
      await page.goto(`${server.origin}/nodes`);
      await page.getByText('No node sends a heartbeat here').waitFor(WITHIN);
      expect(sees).toEqual(expect.arrayContaining(await shown()));

      for (const namespace of sees) {
        const word = WORDS[namespace];
        await page.goto(`${server.origin}/leases/${namespace}/lock-${word}`);
        await page.getByText(`pod-${word}-`).first().waitFor(WITHIN);
        expect(await shown()).toEqual([namespace]);
      }
      expect(namedIn(await answers())).toEqual(sees);

      // An address names what it asks for; nothing else of it is told.
      for (const namespace of NAMESPACES.filter((one) => !sees.includes(one))) {
        const word = WORDS[namespace];
        await page.goto(`${server.origin}/leases/${namespace}/lock-${word}`);
        await page
          .getByRole('heading', { name: /There is no Lease|No Lease/ })
          .first()
          .waitFor(WITHIN);
        expect(await answers()).not.toMatch(new RegExp(`(pod|left|gone)-${word}`));
      }
    },
    90_000,
  );
});
