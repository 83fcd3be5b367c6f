/** The timeline in Chromium with 200 lanes and 5,000 marks: how soon usable, and how smooth under the hand. */
import type { Browser, Page } from 'playwright-core';
import { POINTS } from '../../lib/client/use-timeline.ts';
import type { TimelineAnswer } from '../../lib/view/timeline.ts';
import { FROM, NOW } from './history-store.ts';
import { atLeast, atMost, type Figure, note, quantile, round } from './report.ts';
import { startedBrowser } from './started-browser.ts';
import { withStoredServer } from './stored-server.ts';

const LANES = 200;
/** Of each: with what lies before the first, some 5,000 marks. */
const HANDOVERS = 24;
const RUNS = 3;

/** Events from 16 ms on; the browser rounds to 8. */
const OBSERVE = `
  window.interactions = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.interactionId) window.interactions.push(one.duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  window.frames = [];
  window.measuring = false;
  let last = 0;
  const tick = (now) => {
    if (window.measuring && last > 0) window.frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
`;
type Measured = { frames: number[]; interactions: number[]; measuring: boolean };

/** What lies between two handovers, and what was not watched. */
async function countMarks(origin: string): Promise<number> {
  const asked = `from=${FROM}&to=${NOW}&points=${POINTS.fine}&limit=${LANES}`;
  const answer = await fetch(`${origin}/api/v1/timeline?${asked}`);
  const { items, blindSpots } = (await answer.json()) as TimelineAnswer;
  return items.reduce((sum, { spans }) => sum + spans.length, blindSpots.length);
}

async function measured(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const own = window as unknown as Measured;
    own.frames = [];
    own.measuring = true;
  });
  await act();
  return page.evaluate(() => {
    const own = window as unknown as Measured;
    own.measuring = false;
    return own.frames;
  });
}

/** Said by the page itself: what asks it from outside would work beside it until then. */
const TELL_USABLE = `
  const look = () => {
    if (document.querySelectorAll('.tl-row').length > 10 && document.querySelector('.tl-hit') !== null)
      console.debug('usable', performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

/** A page of its own, once its lanes are there to point at: after how long, ms by the page's own clock. */
async function openTimeline(
  browser: Browser,
  origin: string,
  { from, to }: { from: number; to: number },
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<{ page: Page; usableMs: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await prepare(page);
  await page.addInitScript(TELL_USABLE);
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const [told] = await Promise.all([
    page.waitForEvent('console', {
      predicate: (message) => message.text().startsWith('usable '),
      timeout: 30_000,
    }),
    page.goto(`${origin}/timeline?${range}`, { waitUntil: 'commit' }),
  ]);
  return { page, usableMs: Number(told.text().split(' ')[1]) };
}

/** The worst of several, each with a cache of its own; what the server takes longer for its first is told beside them. */
export async function timelineUsable(
  name: string,
  browser: Browser,
  origin: string,
  range: { from: number; to: number },
): Promise<Figure> {
  const seconds = async (): Promise<number> => {
    const { page, usableMs } = await openTimeline(browser, origin, range);
    await page.context().close();
    return usableMs / 1_000;
  };
  const first = await seconds();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await seconds());
  const more = `worst of ${times.map(round).join(', ')}; the first that the server ever made ${round(first)}`;
  return atMost(name, Math.max(...times), 1, 's', more);
}

export function timelinePage(): Promise<Figure[]> {
  const stored = { leases: LANES, handovers: LANES * HANDOVERS, spread: 'regular' } as const;
  return withStoredServer(stored, { nodes: 200, elections: 100 }, ({ server }) => figures(server.origin));
}

async function figures(origin: string): Promise<Figure[]> {
  const browser = await startedBrowser();
  try {
    const range = { from: FROM, to: NOW };
    const name = `timeline, ${LANES} lanes`;
    const usable = await timelineUsable(`${name}: usable after navigation`, browser, origin, range);
    const { page } = await openTimeline(browser, origin, range, (one) => one.addInitScript(OBSERVE));
    await page.waitForTimeout(2_000);
    const box = await page.locator('.tl-hit').boundingBox();
    if (box === null) throw new Error('the timeline has no plot');
    const top = box.y + 30;
    const hover = await measured(page, async () => {
      for (let step = 0; step < 150; step += 1)
        await page.mouse.move(box.x + 40 + step * 6, top + (step % 60) * 9);
    });
    const rest = await measured(page, async () => {
      for (let step = 0; step < 8; step += 1) {
        await page.mouse.move(box.x + 60 + step * 110, top + step * 70, { steps: 3 });
        await page.waitForTimeout(250);
      }
    });
    const drag = await measured(page, async () => {
      await page.mouse.move(box.x + 300, top + 200);
      await page.mouse.down();
      for (let step = 0; step < 80; step += 1)
        await page.mouse.move(box.x + 300 + step * 5, top + 200 + (step % 7));
      await page.mouse.up();
      await page.waitForTimeout(500);
    });
    const zoom = await measured(page, async () => {
      for (const key of ['-', '-', '+', '[', ']', '+', '-', 'z']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(250);
      }
    });
    const interactions = await page.evaluate(() => (window as unknown as Measured).interactions);
    const worst = (frames: number[], what: string): Figure =>
      atMost(
        `${name}: longest frame, ${what}`,
        // At 60 Hz a frame that came one late took 33.3 ms.
        Math.floor(Math.max(0, ...frames)),
        33,
        'ms',
        `p50 ${round(quantile(frames, 0.5))}, p99 ${round(quantile(frames, 0.99))} of ${frames.length}`,
      );
    return [
      usable,
      worst([...hover, ...rest], 'hover'),
      worst(drag, 'drag'),
      worst(zoom, 'zoom'),
      atMost(
        `${name}: longest interaction`,
        Math.max(0, ...interactions),
        100,
        'ms',
        'of those that took 16 ms or more',
      ),
      note('  interactions of 16 ms or more', `${interactions.length}`),
      atLeast('  marks that the server told of', await countMarks(origin), 5_000, ''),
    ];
  } finally {
    await browser.close();
  }
}
