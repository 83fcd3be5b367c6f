/** The board in Chromium with everything on it: how soon usable, how big, how smooth, how much JavaScript. */
import { gzipSync } from 'node:zlib';
import { launch } from '../e2e/browser.ts';
import { atMost, type Figure, note, round } from './report.ts';
import { startedBrowser } from './started-browser.ts';
import type { World } from './world.ts';

/**
 * Usable: rows are there, the feed says live, that has been painted, and a task after it has had its turn, as a click
 * would. Taken by the page's own clock in its own frames: asked for from here, the answer would wait for this process too.
 */
const USABLE = `
  window.usableMs = null;
  const look = () => {
    const usable =
      document.querySelectorAll('tbody tr').length > 10 &&
      document.querySelector('a[href*="/leases/"]') !== null &&
      [...document.querySelectorAll('header span')].some((span) => span.textContent === 'Live');
    if (!usable) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => (window.usableMs = performance.now())));
  };
  requestAnimationFrame(look);
`;

/** Long tasks that the browser tells of, and those before this mark belong to loading. */
const OBSERVE = `
  window.tasks = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]);
  }).observe({ type: 'longtask', buffered: true });
`;

export async function board(world: World): Promise<Figure[]> {
  const browser = await startedBrowser();
  try {
    const runs: { usableMs: number; rows: number; longestMs: number; longestLoadingMs: number }[] = [];
    for (let run = 0; run < (world.quick ? 1 : 3); run++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(OBSERVE);
      await page.addInitScript(USABLE);
      await page.goto(`${world.origin}/`, { waitUntil: 'commit' });
      const usable = await page.waitForFunction(
        () => (window as unknown as { usableMs: number | null }).usableMs,
        undefined,
        { timeout: 30_000 },
      );
      const usableMs = Number(await usable.jsonValue());
      // Rows hydrate and the sort settles within the next second; from then on the page only lives.
      await page.waitForTimeout(1_000);
      const loadedMs = await page.evaluate(() => performance.now());
      await page.waitForTimeout(world.quick ? 10_000 : 30_000);
      const rows = await page.evaluate(() => document.querySelectorAll('tbody tr, [role=row]').length);
      const tasks = await page.evaluate(() => (window as unknown as { tasks: [number, number][] }).tasks);
      const longest = (of: [number, number][]): number => Math.max(0, ...of.map(([, duration]) => duration));
      runs.push({
        usableMs,
        rows,
        longestMs: longest(tasks.filter(([start]) => start >= loadedMs)),
        longestLoadingMs: longest(tasks.filter(([start]) => start < loadedMs)),
      });
      await context.close();
    }
    const worst = (of: (one: (typeof runs)[number]) => number): number => Math.max(...runs.map(of));
    return [
      atMost(
        `board with ${world.start.leases} Leases usable after navigation`,
        worst((one) => one.usableMs) / 1000,
        2,
        's',
        runs.length > 1
          ? `worst of ${runs.length}: ${runs.map((one) => round(one.usableMs / 1000)).join(', ')}`
          : '',
      ),
      atMost(
        'rows in the DOM',
        worst((one) => one.rows),
        200,
        'rows',
      ),
      atMost(
        'longest task after loading',
        worst((one) => one.longestMs),
        100,
        'ms',
        `while loading ${round(worst((one) => one.longestLoadingMs))} ms; below 50 ms the browser tells of none`,
      ),
    ];
  } finally {
    await browser.close();
  }
}

/** Everything that `/` makes a browser load as JavaScript before anybody touches it, each file gzipped. */
export async function javascript(world: World): Promise<Figure[]> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const files = new Map<string, number>();
    const loading: Promise<void>[] = [];
    page.on('response', (response) => {
      if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
      loading.push(
        response
          .body()
          .then((body) => void files.set(new URL(response.url()).pathname, gzipSync(body).length)),
      );
    });
    await page.goto(`${world.origin}/`, { waitUntil: 'load' });
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 10);
    await page.waitForTimeout(2_000);
    await Promise.all(loading);
    const total = [...files.values()].reduce((sum, size) => sum + size, 0);
    const biggest = [...files].sort((a, b) => b[1] - a[1]).slice(0, 4);
    return [
      atMost('gzipped JavaScript on /', total / 1000, 200, 'kB', `${files.size} files`),
      note(
        '  the biggest',
        biggest.map(([path, size]) => `${path.split('/').at(-1)} ${round(size / 1000)} kB`).join(', '),
      ),
    ];
  } finally {
    await browser.close();
  }
}
