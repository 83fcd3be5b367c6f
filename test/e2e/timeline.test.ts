/** The timeline in a real browser: what happened is found, kept in the address, and shown to others the same. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TimelineAnswer, TimelineLane } from '../../lib/view/timeline.ts';
import { lacksChromium, suiteName } from '../setup/requirements.ts';
import { type Server, type Simulator, startServer, startSimulator } from '../setup/stack.ts';
import { expectAccessible, expectNoSidewaysScroll, inspect, launch, openPage, WIDTHS } from './browser.ts';

const SCHEDULER = 'kube-system/kube-scheduler';
const WITHIN = { timeout: 30_000 };
const HOUR = 3_600_000;

describe.skipIf(lacksChromium !== null)(suiteName('the timeline in a browser', lacksChromium), () => {
  let directory: string;
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tenure-timeline-'));
    simulator = await startSimulator('--no-story');
    server = await startServer({
      KUBECONFIG: simulator.kubeconfig,
      TENURE_DATABASE_URL: `file:${join(directory, 'tenure.db')}`,
      TENURE_DEMO: '1',
      TENURE_LOG_LEVEL: 'warn',
    });
    await server.waitFor('live');
    await simulator.inject({ do: 'release', lease: SCHEDULER, forMs: 5_000 });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await simulator?.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    ({ context, page, errors } = await openPage(browser, `${server.origin}/timeline?from=now-10m`));
  });
  afterEach(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });

  const chart = () => page.getByRole('img', { name: /^Holders of/ });
  const lane = (name: string, on = page) => on.locator('.tl-row', { has: on.locator(`a[title="${name}"]`) });
  const cursor = () => page.getByRole('slider', { name: /^Cursor on the timeline/ });
  const moved = (name: string, times: RegExp) => lane(name).filter({ hasText: times });
  const search = (name: string) => new URL(page.url()).searchParams.get(name);
  /** From one share of the plot to another. */
  const drag = async (from: number, to: number): Promise<void> => {
    const box = await cursor().boundingBox();
    if (box === null) throw new Error('the plot is not there');
    await page.mouse.move(box.x + box.width * from, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, box.y + 80, { steps: 6 });
    await page.mouse.up();
  };

  it('shows who held what, and a handover as it happens', async () => {
    await chart().waitFor(WITHIN);
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await inspect(page, 'timeline');
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL((url) => url.pathname === '/', WITHIN);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL((url) => url.pathname === '/timeline', WITHIN);
    await chart().waitFor(WITHIN);
  });

  it.each([
    ['wide', WIDTHS.wide, '1000'],
    ['half as wide', { width: 1000, height: 900 }, '400'],
    ['narrow', WIDTHS.narrow, '400'],
  ])(
    'asks for the lanes of a %s page once, beside its scripts, as finely as it draws them',
    async (_, size, points) => {
      await page.setViewportSize(size);
      const from = new Date(Date.now() - HOUR).toISOString();
      await page.goto(`${server.origin}/timeline?from=${from}&to=${new Date().toISOString()}`);
      await chart().waitFor(WITHIN);
      const asked = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes('/api/v1/timeline?'))
          .map((entry) => [
            Reflect.get(entry, 'initiatorType'),
            new URL(entry.name).searchParams.get('points'),
          ]),
      );
      expect(asked).toEqual([['link', points]]);
    },
  );

  it('goes on to now by itself', async () => {
    const shown = page.locator('.tl-range');
    await chart().waitFor(WITHIN);
    const first = await shown.textContent();
    expect(first).toMatch(/now, moving$/);
    await page.waitForFunction(
      (before) => document.querySelector('.tl-range')?.textContent !== before,
      first,
      WITHIN,
    );
    expect(search('from')).toBe('now-10m');
  });

  it('says by keys what is there, keeps the card in the address, and closes it with Esc', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await page.goto(`${server.origin}/timeline?from=now-10m&q=kube-scheduler`);
    await lane(SCHEDULER).waitFor(WITHIN);
    await page.locator(`a[title="${SCHEDULER}"]`).focus();
    await cursor().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await cursor().getAttribute('aria-valuetext')).toMatch(
      /kube-scheduler in kube-system, .*: handover to/,
    );
    await page.getByText(/^Released, taken/).waitFor(WITHIN);
    await page.keyboard.press('p');
    await page.waitForURL(/pin=kube-system\/kube-scheduler@\d+/, WITHIN);
    await expectAccessible(page);
    await page.reload();
    await page.getByText(/^Released, taken/).waitFor(WITHIN);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('pin'), WITHIN);
    await page.getByText(/^Released, taken/).waitFor({ ...WITHIN, state: 'hidden' });
  });

  it('walks the lanes by j and k, visibly, and Enter opens what is there', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    const ring = page.locator('.tl-keyed');
    const top = async (): Promise<number> => (await ring.boundingBox())?.y ?? -1;
    await page.keyboard.press('j');
    await ring.waitFor(WITHIN);
    const first = await top();
    await page.keyboard.press('j');
    expect(await top()).toBeGreaterThan(first);
    await page.keyboard.press('k');
    expect(await top()).toBe(first);
    await page.goto(`${server.origin}/timeline?from=now-10m&q=kube-scheduler`);
    await lane(SCHEDULER).waitFor(WITHIN);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/leases\/kube-system\/kube-scheduler\?at=\d+/, WITHIN);
  });

  it('shows the card of what is pointed at, and none of what was', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Hold still' }).click();
    await page.getByText('still', { exact: true }).waitFor(WITHIN);
    const box = await cursor().boundingBox();
    if (box === null) throw new Error('the plot is not there');
    const card = page.locator('.tl-card');
    const rowOf = async (name: string): Promise<number> => {
      const row = await lane(name).boundingBox();
      return (row?.y ?? 0) + (row?.height ?? 0) / 2;
    };
    const x = box.x + box.width - 3;
    await page.mouse.move(x, await rowOf('kube-system/kube-controller-manager'));
    await card.filter({ hasText: 'kube-controller-manager' }).waitFor(WITHIN);
    await page.mouse.move(x, await rowOf(SCHEDULER), { steps: 8 });
    await card.filter({ hasText: 'kube-scheduler' }).waitFor(WITHIN);
    await page.mouse.move(20, box.y + 60);
    await card.waitFor({ ...WITHIN, state: 'detached' });
  });

  it('takes a range as people write it, and refuses one that ends before it begins', async () => {
    await lane(SCHEDULER).waitFor(WITHIN);
    const show = async (from: string, to: string): Promise<void> => {
      await page.getByLabel('from', { exact: true }).fill(from);
      await page.getByLabel('to', { exact: true }).fill(to);
      await page.getByRole('button', { name: 'Show', exact: true }).click();
    };
    await page.getByRole('button', { name: 'from … to' }).click();
    await show('2026-03-06 21:30', '5 Mar 2026 21:30');
    await page.getByText(/is not before “5 Mar 2026 21:30”: from has to come first/).waitFor(WITHIN);
    await show('5 Mar 2026 21:30', '2026-03-06 21:30');
    await page.waitForURL(
      (url) => url.search.includes('from=2026-03-05') && url.search.includes('to=2026-03-06'),
      WITHIN,
    );
  });

  it('zooms by a drag, back by the browser, out and along by keys', async () => {
    await lane(SCHEDULER).waitFor(WITHIN);
    const steps = (): Promise<number> => page.evaluate(() => window.history.length);
    const first = await steps();
    await drag(0.5, 0.9);
    await page.waitForURL(/from=\d{4}-/, WITHIN);
    expect(await steps()).toBe(first + 1);
    const length = (): number => Date.parse(search('to') ?? '') - Date.parse(search('from') ?? '');
    expect(Math.abs(length() - 4 * 60_000)).toBeLessThan(10_000);
    const before = length();
    const from = search('from');
    await page.keyboard.press('[');
    await page.waitForURL((url) => url.searchParams.get('from') !== from, WITHIN);
    expect(Math.abs(length() - before)).toBeLessThan(5);
    const times = (): Promise<string[]> => page.locator('.tl-tick').allTextContents();
    // The address is ahead of the picture.
    const isDrawn = async (): Promise<boolean> => {
      const [begin, end] = [search('from') ?? '', search('to') ?? ''];
      const ofDay = (time: string): number => Date.parse(`${begin.slice(0, 11)}${time}Z`);
      return (await times())
        .map((time) => ofDay(time) + (ofDay(time) < Date.parse(begin) ? 86_400_000 : 0))
        .every((at) => at <= Date.parse(end));
    };
    await expect.poll(isDrawn, WITHIN).toBe(true);
    const panned = await times();
    await page.keyboard.press('z');
    await page.waitForFunction((last) => {
      const query = new URLSearchParams(window.location.search);
      return Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '') > 1.5 * last;
    }, before);
    await page.goBack();
    await expect.poll(times, WITHIN).toEqual(panned);
    await page.goBack();
    await page.waitForURL(/from=now-10m/, WITHIN);
    await page.getByText('now, moving').waitFor(WITHIN);
    await page.keyboard.press('h');
    await page.waitForURL(/to=\d{4}-/, WITHIN);
    await page.getByText('still', { exact: true }).waitFor(WITHIN);
  });

  it('keeps its address whatever the router writes late, and gives it up for where one goes', async () => {
    await lane(SCHEDULER).waitFor(WITHIN);
    await drag(0.5, 0.9);
    await page.waitForURL(/from=\d{4}-/, WITHIN);
    const zoomed = page.url();
    const range = page.locator('.tl-range');
    await range.filter({ hasText: 'still' }).waitFor(WITHIN);
    const shown = await range.textContent();
    await page.evaluate(() => window.history.replaceState(window.history.state, '', '/timeline?from=now-1h'));
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL((url) => url.pathname === '/alerts', WITHIN);
    await page.goBack();
    await expect.poll(() => range.textContent(), WITHIN).toBe(shown);
    expect(page.url()).toBe(zoomed);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL((url) => url.pathname === '/timeline' && url.search === '', WITHIN);
    await page.getByText('now, moving').waitFor(WITHIN);
  });

  it('shows a colleague the same picture', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Hold still' }).click();
    await page.waitForURL(/to=\d{4}-/, WITHIN);
    await page.getByText('still', { exact: true }).waitFor(WITHIN);
    const picture = (on: Page): Promise<string> =>
      on.evaluate(() =>
        // "Now" is another one for whoever looks later.
        [...document.querySelectorAll('.tl-layer path[d]:not(.tl-now)')]
          .map((path) => `${path.getAttribute('fill')} ${path.getAttribute('d')}`)
          .join('\n'),
      );
    const mine = await picture(page);
    expect(mine.length).toBeGreaterThan(100);
    const other = await openPage(browser, page.url());
    await other.page.getByRole('img', { name: /^Holders of/ }).waitFor(WITHIN);
    await lane(SCHEDULER, other.page).waitFor(WITHIN);
    expect(await picture(other.page)).toBe(mine);
    expect(other.errors).toEqual([]);
    await other.context.close();
  });

  it('has the same facts as tables, and as files', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.waitForURL(/view=table/, WITHIN);
    await page
      .getByRole('row', { name: /kube-scheduler.*Released/ })
      .first()
      .waitFor(WITHIN);
    await expectAccessible(page);
    const saved = async (name: RegExp, role: 'link' | 'button'): Promise<string> => {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole(role, { name }).click(),
      ]);
      return readFileSync(await download.path(), 'latin1');
    };
    expect(await saved(/^CSV/, 'link')).toMatch(/kube-scheduler,.*release/);
    expect(await saved(/^NDJSON/, 'link')).toContain('"name":"kube-scheduler"');
    const svg = await saved(/^SVG/, 'button');
    expect(svg).toMatch(/^<svg .*kube-scheduler.*<\/svg>$/s);
    expect(await saved(/^PNG/, 'button')).toMatch(/PNG/);
  });

  it('saves an incident as one file that stands alone', async () => {
    await moved(SCHEDULER, /[1-9]\d*\+? handover/).waitFor(WITHIN);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Incident/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^incident-[\w-]+\.html$/);
    const file = join(directory, 'incident.html');
    await download.saveAs(file);
    // Its policy would keep the checks out, too.
    const elsewhere = await browser.newContext({ offline: true, bypassCSP: true });
    const reader = await elsewhere.newPage();
    const asked: string[] = [];
    reader.on('request', (request) => asked.push(request.url()));
    await reader.goto(`file://${file}`);
    await reader.getByRole('heading', { name: /^Incident in / }).waitFor(WITHIN);
    await reader
      .getByRole('cell', { name: /^kube-scheduler/ })
      .first()
      .waitFor(WITHIN);
    expect(await reader.locator('script').count()).toBe(0);
    await inspect(reader, 'incident');
    expect(asked).toEqual([`file://${file}`]);
    await elsewhere.close();
  });

  it('says what it cannot read in the address, and when nothing matches', async () => {
    await page.goto(`${server.origin}/timeline?from=yesterday&namespace=nowhere`);
    await page.getByText(/“yesterday” is not a time/).waitFor(WITHIN);
    await page.getByText(/^No Lease was known in nowhere/).waitFor(WITHIN);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await lane(SCHEDULER).waitFor(WITHIN);
  });

  it('waits for a history that is being opened, and shows it by itself', async () => {
    let open = false;
    await page.route(/\/api\/v1\/timeline\?/, (route) =>
      open
        ? route.continue()
        : route.fulfill({
            status: 503,
            json: { error: { code: 'not_ready', message: 'The history is still being opened.' } },
          }),
    );
    await page.goto(`${server.origin}/timeline?from=now-10m`);
    await page.getByText('The history is still being opened.').waitFor(WITHIN);
    await expectAccessible(page);
    open = true;
    await lane(SCHEDULER).waitFor(WITHIN);
  });

  it('reads further Leases as one scrolls, and bears many marks', async () => {
    const asked: (string | null)[] = [];
    await page.route(/\/api\/v1\/timeline\?/, (route) => {
      const query = new URL(route.request().url()).searchParams;
      const cursorText = query.get('cursor');
      const from = Date.parse(query.get('from') ?? '');
      const to = Date.parse(query.get('to') ?? '');
      // The page that is left may still ask for its last minutes.
      if (Number.isNaN(from)) return route.continue();
      asked.push(cursorText);
      return route.fulfill({ json: manyLanes(Number(cursorText ?? 0), from, to) });
    });
    const to = new Date(Date.parse('2026-03-06T03:00:00Z'));
    const from = new Date(to.getTime() - 24 * HOUR);
    await page.goto(`${server.origin}/timeline?from=${from.toISOString()}&to=${to.toISOString()}`);
    await lane('team/operator-0003').waitFor(WITHIN);
    expect(await page.locator('.tl-row').count()).toBeLessThan(100);
    expect(asked).toEqual([null]);
    await page.mouse.wheel(0, 4_700);
    await lane('team/operator-0205').waitFor(WITHIN);
    expect(asked).toContain('200');
    await inspect(page, 'timeline-many');
  });

  it('is whole on a narrow screen, and a thumb opens the card', async () => {
    await page.setViewportSize(WIDTHS.narrow);
    await page.goto(`${server.origin}/timeline?from=now-10m&q=kube-scheduler`);
    await lane(SCHEDULER).waitFor(WITHIN);
    await expectNoSidewaysScroll(page);
    const box = await cursor().boundingBox();
    if (box === null) throw new Error('the plot is not there');
    await page.mouse.click(box.x + box.width - 3, box.y + 24 + 36);
    await page.locator('.tl-card').waitFor(WITHIN);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

/** 400 Leases that changed hands 25 times each, 200 a page. */
function manyLanes(start: number, from: number, to: number): TimelineAnswer {
  const items = Array.from({ length: 200 }, (_, index): TimelineLane => {
    const number = start + index;
    const spans = Array.from({ length: 25 }, (_, turn) => {
      const edge = (n: number): number =>
        Math.round(from + ((to - from) * n) / 25 + (n % 25 === 0 ? 0 : number * 1_000));
      const holder = `operator-${number}-${turn % 3}`;
      const span = {
        type: 'tenure' as const,
        from: edge(turn),
        to: edge(turn + 1),
        holder,
        node: `node-${turn % 5}`,
      };
      return turn === 0 ? span : { ...span, cause: 'release' as const };
    });
    const name = `operator-${String(number).padStart(4, '0')}`;
    return { namespace: 'team', name, class: 'controller', handovers: 24, atLeast: false, spans };
  });
  return {
    asOf: to,
    from,
    to,
    pointMs: (to - from) / 1_000,
    items,
    total: 400,
    blindSpots: [],
    slow: [],
    nextCursor: start === 0 ? '200' : null,
  };
}
