/** Attacks by what a Lease says and by foreign pages, in a real browser on the built server; numbered on from those over HTTP. */
import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { LeaseDetail } from '../../lib/view/lease-detail.ts';
import { launch, openPage } from '../e2e/browser.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';

const WITHIN = { timeout: 30_000 };
const NAME = 'attacked';
/** Each would set `pwned` in some place where a text is put without being escaped. */
const XSS = [
  '<img src=x onerror="window.pwned=1">',
  '"><svg onload="window.pwned=1">',
  '</script><script>window.pwned=1</script>',
  "';window.pwned=1;//",
  'javascript:window.pwned=1',
  '{{constructor.constructor("window.pwned=1")()}}',
  '</style><script>window.pwned=1</script>',
  ']]><script>window.pwned=1</script>',
].join(' ');

describe.skipIf(lacksChromium !== null)(suiteName('attacks in a browser', lacksChromium), () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let evil: HttpServer;
  let evilOrigin: string;
  let evilPage = '';

  beforeAll(async () => {
    simulator = await startSimulator('--no-story');
    await makeHostile(simulator);
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_CLUSTER_NAME: XSS.slice(0, 100),
      TENURE_LOG_LEVEL: 'warn',
    });
    await server.waitFor('live');
    await changeHands(simulator);
    const made = await fetch(`${server.origin}/api/v1/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        matchers: [{ field: 'holder', value: XSS }],
        until: Date.now() + 3_600_000,
        author: XSS.slice(0, 100),
        comment: XSS,
      }),
    });
    expect(made.status).toBe(201);
    // All of it reaches the page that shows most of a Lease.
    const detail = (await (
      await fetch(`${server.origin}/api/v1/leases/kube-system/${NAME}`)
    ).json()) as LeaseDetail;
    expect(detail.events.map(({ message }) => message)).toEqual([`${XSS} became leader`]);
    expect(detail.raw).toMatchObject({
      metadata: {
        labels: { app: XSS },
        ownerReferences: [{ name: XSS }],
        managedFields: expect.arrayContaining([expect.objectContaining({ manager: XSS.slice(0, 120) })]),
      },
    });
    browser = await launch();
    evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(evilPage);
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const address = evil.address();
    if (address === null || typeof address === 'string') throw new Error('the foreign page has no port');
    // To a browser localhost is another site than 127.0.0.1.
    evilOrigin = `http://localhost:${address.port}`;
  });
  afterAll(async () => {
    evil?.close();
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
  });

  test.each([
    ['/', '.lease-row, tbody tr'],
    [`/leases/kube-system/${NAME}`, 'main h1, main h2'],
    ['/timeline?from=now-10m', '.tl-row'],
    ['/timeline?from=now-10m&view=table', 'main table'],
    ['/nodes', 'main h1, main h2'],
    ['/alerts', 'main h1, main h2'],
    [`/?q=${encodeURIComponent(XSS)}`, 'main'],
    [`/leases/${encodeURIComponent('<img src=x onerror=window.pwned=1>')}/x`, 'main'],
    [`/timeline?from=${encodeURIComponent(XSS)}&namespace=${encodeURIComponent(XSS)}`, 'main'],
    [`/alerts?alert=${encodeURIComponent(XSS)}`, 'main'],
  ])(
    '19 nothing that a Lease or an address says runs on %s, and the policy has nothing to forbid',
    async (path, shown) => {
      const { page, context, errors } = await openPage(browser, server.origin + path);
      await page.locator(shown).first().waitFor(WITHIN);
      await page.waitForLoadState('load');
      expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined();
      expect(await page.locator('img[src="x"], a[href^="javascript:"]').count()).toBe(0);
      await context.close();
      expect(errors).toEqual([]);
    },
  );

  it('20 the file of an incident runs nothing either, as it is saved and without its policy', async () => {
    const answer = await fetch(`${server.origin}/api/v1/incident?from=now-10m`);
    const text = await answer.text();
    expect(text).toContain('onerror');
    const context = await browser.newContext({ bypassCSP: true, offline: true });
    const page = await context.newPage();
    await page.setContent(text);
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined();
    expect(await page.locator('script, img, [onload], [onerror], a[href^="javascript:"]').count()).toBe(0);
    await context.close();
  });

  it('21 a picture that is saved holds no markup of a Lease', async () => {
    const { page, context } = await openPage(browser, `${server.origin}/timeline?from=now-10m&q=${NAME}`);
    await page.locator('.tl-row').first().waitFor(WITHIN);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^SVG/ }).click(),
    ]);
    const svg = readFileSync(await download.path(), 'utf8');
    expect(svg).not.toMatch(/<script|<img|<[a-z]+[^>]*\son(load|error)=/i);
    await context.close();
  });

  /** What `script` says on a page of another site, once it calls `done(text)`. */
  async function onForeignPage(script: string): Promise<string> {
    evilPage = `<!doctype html><title>evil</title><body><script>const T=${JSON.stringify(server.origin)};const done=(t)=>{document.title='done:'+t};${script}</script>`;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(evilOrigin);
    await page.waitForFunction(() => document.title.startsWith('done:'), undefined, WITHIN);
    const said = await page.title();
    await context.close();
    return said.slice('done:'.length);
  }
  const silences = async () => (await fetch(`${server.origin}/api/v1/silences`)).text();
  const BODY = JSON.stringify({
    matchers: [{ field: 'name', value: '*' }],
    until: Date.now() + 3_600_000,
    author: 'evil',
    comment: 'foreign page',
  });

  it('22 a foreign page opens no stream', async () => {
    expect(
      await onForeignPage(
        "const s=new EventSource(T+'/api/v1/stream');s.onopen=()=>done('open');s.onerror=()=>s.readyState===2&&done('refused');",
      ),
    ).toBe('refused');
  });

  it('23 a foreign page reads nothing, by fetch or as a script', async () => {
    expect(
      await onForeignPage("fetch(T+'/api/v1/leases').then((a)=>a.text()).then(done,()=>done('refused'));"),
    ).toBe('refused');
    expect(
      await onForeignPage(
        "const s=document.createElement('script');s.src=T+'/api/v1/leases';s.onload=()=>done('ran');s.onerror=()=>done('refused');document.body.append(s);",
      ),
    ).toBe('refused');
  });

  test.each([
    [
      'as JSON',
      `fetch(T+'/api/v1/silences',{method:'POST',headers:{'content-type':'application/json'},body:${JSON.stringify(BODY)}}).then(()=>done('sent'),()=>done('refused'))`,
      'refused',
    ],
    [
      'as text',
      `fetch(T+'/api/v1/silences',{method:'POST',mode:'no-cors',body:${JSON.stringify(BODY)}}).then(()=>done('sent'),()=>done('refused'))`,
      /./,
    ],
    [
      'by a beacon',
      `navigator.sendBeacon(T+'/api/v1/silences',new Blob([${JSON.stringify(BODY)}],{type:'text/plain'}));fetch(T+'/healthz',{mode:'no-cors'}).then(()=>done('sent'),()=>done('refused'))`,
      /./,
    ],
    [
      'by a form',
      `const f=document.createElement('form');f.method='POST';f.enctype='text/plain';f.target='there';f.action=T+'/api/v1/silences';const i=document.createElement('input');i.name=${JSON.stringify(`${BODY.slice(0, -1)},"x":"`)};i.value='"}';f.append(i);const w=document.createElement('iframe');w.name='there';w.onload=()=>f.parentNode?done('sent'):0;document.body.append(w,f);f.submit();`,
      /./,
    ],
  ])('24 a foreign page silences nothing: %s', async (_, script, expected) => {
    expect(await onForeignPage(script)).toMatch(expected);
    expect(await silences()).not.toContain('foreign page');
  });

  it('25 a foreign page ends no silence', async () => {
    const { items } = JSON.parse(await silences()) as { items: { id: string; until: number }[] };
    const [first] = items;
    if (first === undefined) throw new Error('there is no silence');
    const script = `fetch(T+'/api/v1/silences/${first.id}',{method:'DELETE'}).then(()=>done('sent'),()=>done('refused'))`;
    expect(await onForeignPage(script)).toBe('refused');
    expect(await silences()).toContain(`"until":${first.until}`);
  });

  it('26 a foreign page frames none of Tenure’s', async () => {
    evilPage = `<!doctype html><iframe src="${server.origin}/alerts"></iframe>`;
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(evilOrigin);
    const frame = page.frames().find((one) => one !== page.mainFrame());
    await frame?.waitForLoadState('load');
    expect(await frame?.locator('main').count()).toBe(0);
    await context.close();
  });

  it('27 a foreign page that opens Tenure keeps no hand on it', async () => {
    expect(
      await onForeignPage(
        "const w=window.open(T+'/alerts');const t=setInterval(()=>{if(w.closed){clearInterval(t);done('cut off')}},50);",
      ),
    ).toBe('cut off');
  });
});

const leases = (simulator: Simulator, method: string, path: string, body?: object): Promise<Response> =>
  sendTo(simulator, method, `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases${path}`, body);

async function sendTo(simulator: Simulator, method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(simulator.url + path, {
    method,
    headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** A Lease that says it in every field of its own, in who wrote it and in what an Event says of it. */
async function makeHostile(simulator: Simulator): Promise<void> {
  await leases(simulator, 'POST', `?fieldManager=${encodeURIComponent(XSS.slice(0, 120))}`, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: NAME,
      namespace: 'kube-system',
      labels: { app: XSS },
      ownerReferences: [{ apiVersion: XSS, kind: XSS, name: XSS, uid: XSS }],
      annotations: {
        note: XSS,
        'tenure.dev/class': XSS,
        'tenure.dev/expected-interval': XSS,
        'tenure.dev/silence-until': XSS,
      },
    },
    spec: spec(`${XSS}_a`),
  });
  await sendTo(simulator, 'POST', '/api/v1/namespaces/kube-system/events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'attacked.1', namespace: 'kube-system' },
    involvedObject: { kind: 'Lease', namespace: 'kube-system', name: NAME },
    reason: 'LeaderElection',
    message: `${XSS} became leader`,
    type: XSS,
    count: 1,
    firstTimestamp: new Date().toISOString(),
    lastTimestamp: new Date().toISOString(),
    source: { component: XSS, host: XSS },
  });
}

async function changeHands(simulator: Simulator): Promise<void> {
  const lease = (await (await leases(simulator, 'GET', `/${NAME}`)).json()) as { spec: object };
  await leases(simulator, 'PUT', `/${NAME}`, {
    ...lease,
    spec: { ...spec(`${XSS}_b`), leaseTransitions: 2 },
  });
}

const spec = (holderIdentity: string) => ({
  holderIdentity,
  leaseDurationSeconds: 15,
  leaseTransitions: 1,
  acquireTime: '2026-01-01T00:00:00.000000Z',
  renewTime: new Date().toISOString().replace('Z', '000Z'),
  strategy: XSS,
  preferredHolder: XSS,
});
