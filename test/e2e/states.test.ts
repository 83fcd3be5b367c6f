/** What the page says when there is no board to show; each state, and how it is left without a restart. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { freePort, startServer, startSimulator } from '../setup/stack.ts';
import { inspect, launch, openPage } from './browser.ts';

const WITHIN = { timeout: 30_000 };

describe.skipIf(lacksChromium !== null)(suiteName('the designed states in a browser', lacksChromium), () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-states-'));
  const undo: (() => Promise<unknown>)[] = [];
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    // All of it, whatever one of them finds.
    const faults: unknown[] = [];
    for (const one of undo.splice(0).reverse()) await one().catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw faults[0];
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const simulator = async (...args: string[]) => {
    const started = await startSimulator('--no-story', ...args);
    undo.push(() => started.stop());
    return started;
  };
  const server = async (env: Record<string, string>) => {
    const started = await startServer({ TENURE_LOG_LEVEL: 'silent', ...env });
    undo.push(() => started.stop());
    return started;
  };
  const open = async (url: string) => {
    const opened = await openPage(browser, url);
    undo.push(async () => {
      await opened.context.close();
      expect(opened.errors).toEqual([]);
    });
    return opened.page;
  };

  it('forbidden: the words of the API server, what to apply, and live once it is applied', async () => {
    const demo = await simulator();
    const { origin } = await server({ KUBECONFIG: demo.kubeconfig, TENURE_CONTEXT: 'demo-viewer' });
    const page = await open(origin);
    await page.getByRole('heading', { name: 'Tenure may not read Leases yet' }).waitFor(WITHIN);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('User "viewer" cannot list resource "leases" in API group "coordination.k8s.io"');
    expect(text).toContain('kind: ClusterRole');
    expect(text).toMatch(/name: viewer/);
    await inspect(page, 'forbidden');
    await demo.inject({ do: 'grant', user: 'viewer', resources: ['leases'] });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
    await page.locator('a[href$="/leases/kube-system/kube-scheduler"]').waitFor(WITHIN);
    await inspect(page, 'leaders-limited');
    await demo.inject({ do: 'revoke', user: 'viewer', resources: ['leases'] }, { do: 'end-watches' });
    await page.getByText(/no longer lets Tenure read Leases/).waitFor({ timeout: 60_000 });
    await inspect(page, 'forbidden-later');
  }, 180_000);

  it('forbidden in one namespace of two: the other one works', async () => {
    const demo = await simulator();
    const { origin } = await server({
      KUBECONFIG: demo.kubeconfig,
      TENURE_NAMESPACES: 'kube-system,keda',
    });
    const page = await open(origin);
    await page.locator('a[href$="/leases/kube-system/kube-scheduler"]').waitFor(WITHIN);
    await page.locator('a[href$="/leases/keda/operator.keda.sh"]').waitFor(WITHIN);
    await page.getByRole('banner').getByText('watches 2 namespaces').waitFor(WITHIN);
    await inspect(page, 'leaders-namespaces');
  });

  it('no cluster: what was looked for, and what to do; a kubeconfig that appears is picked up', async () => {
    const demo = await simulator();
    const home = mkdtempSync(join(directory, 'home-'));
    const { origin } = await server({ HOME: home });
    const page = await open(origin);
    await page.getByRole('heading', { name: 'No cluster found' }).waitFor(WITHIN);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('KUBECONFIG');
    expect(text).toContain(join(home, '.kube/config'));
    expect(text).toContain('npm run demo');
    expect(await page.locator('a.name').count()).toBe(0);
    await inspect(page, 'no-cluster');
    mkdirSync(join(home, '.kube'));
    copyFileSync(demo.kubeconfig, join(home, '.kube/config'));
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  });

  it('a broken kubeconfig: which file, and what is wrong with it', async () => {
    const broken = join(directory, 'broken');
    writeFileSync(broken, 'apiVersion: v1\nkind: Config\nclusters: [{name: a, cluster: {\n');
    const { origin } = await server({ KUBECONFIG: broken });
    const page = await open(origin);
    await page.getByRole('heading', { name: 'What names the cluster cannot be used' }).waitFor(WITHIN);
    await page.getByText(broken).first().waitFor(WITHIN);
    await inspect(page, 'broken-kubeconfig');
  });

  it('unauthorised: says so, and comes back when the credentials are good again', async () => {
    const demo = await simulator();
    await demo.inject({ do: 'respond', status: 401 });
    const { origin } = await server({ KUBECONFIG: demo.kubeconfig });
    const page = await open(origin);
    await page.getByRole('heading', { name: /does not accept Tenure’s credentials/ }).waitFor(WITHIN);
    await inspect(page, 'unauthorized');
    await demo.inject({ do: 'clear' });
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
  });

  it('never reached: nothing is shown, the address and the error are', async () => {
    const port = await freePort();
    const kubeconfig = join(directory, 'nobody-there');
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'x',
        clusters: [{ name: 'x', cluster: { server: `http://127.0.0.1:${port}` } }],
        users: [{ name: 'x', user: {} }],
        contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      }),
    );
    const { origin } = await server({ KUBECONFIG: kubeconfig });
    const page = await open(origin);
    await page.getByRole('heading', { name: 'The API server cannot be reached' }).waitFor(WITHIN);
    expect(await page.locator('main').textContent()).toContain(`127.0.0.1:${port}`);
    await inspect(page, 'unreachable');
  });

  it('loading: how far the first list has got', async () => {
    const demo = await simulator('--load', '12000,300');
    await demo.inject({ do: 'slow-responses', ms: 4_000 });
    const { origin } = await server({ KUBECONFIG: demo.kubeconfig });
    const page = await open(origin);
    await page.getByRole('progressbar').waitFor(WITHIN);
    await inspect(page, 'loading');
    await demo.inject({ do: 'clear' });
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor(WITHIN);
    await inspect(page, 'leaders-many');
  }, 120_000);

  it('empty: a cluster that elects nobody', async () => {
    const demo = await simulator('--load', '3,0');
    const { origin } = await server({ KUBECONFIG: demo.kubeconfig });
    const page = await open(origin);
    await page.getByRole('heading', { name: 'This cluster elects no leaders yet' }).waitFor(WITHIN);
    await inspect(page, 'empty');
  });

  it('a Lease that is not there, a name that cannot be, and a page that does not exist', async () => {
    const demo = await simulator();
    const { origin } = await server({ KUBECONFIG: demo.kubeconfig });
    const page = await open(`${origin}/leases/kube-system/no-such-lease`);
    await page
      .getByRole('heading', { name: 'There is no Lease no-such-lease in kube-system' })
      .last()
      .waitFor(WITHIN);
    await inspect(page, 'lease-absent');
    await page.goto(`${origin}/leases/kube-system/No_Such_Name`);
    await page.getByRole('heading', { name: 'No Lease can have this name' }).last().waitFor(WITHIN);
    const answer = await page.goto(`${origin}/nowhere`);
    expect(answer?.status()).toBe(404);
    await inspect(page, 'not-found');
  });
});
