/** The timeline in Chromium with 200 lanes and 5,000 marks: how soon usable, and how smooth under the hand. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { TimelineAnswer } from '../../lib/view/timeline.ts';
import { atMost, type Figure, note, quantile, round } from './report.ts';
import { startedBrowser } from './started-browser.ts';
import type { World } from './world.ts';

const LANES = 200;
const TURNS = 25;
const RUNS = 3;
const DAY_MS = 86_400_000;
const TO = Date.parse('2026-03-06T03:00:00Z');
const FROM = TO - DAY_MS;

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

/** Changed hands all day long, each at its own times. */
function answer(): TimelineAnswer {
  const edge = (lane: number, turn: number): number =>
    Math.round(FROM + (DAY_MS * turn) / TURNS + (turn % TURNS === 0 ? 0 : ((lane * 7_919) % 3_000) * 1_000));
  return {
    asOf: TO,
    from: FROM,
    to: TO,
    pointMs: DAY_MS / 1_000,
    items: Array.from({ length: LANES }, (_, lane) => ({
      namespace: `team-${lane % 17}`,
      name: `operator-${String(lane).padStart(4, '0')}.example.io`,
      class: 'controller' as const,
      handovers: TURNS - 1,
      atLeast: false,
      spans: Array.from({ length: TURNS }, (_, turn) => ({
        type: 'tenure' as const,
        from: edge(lane, turn),
        to: edge(lane, turn + 1),
        holder: `operator-${lane}-${turn % 3}`,
        node: `node-${(lane + turn) % 9}`,
        ...(turn === 0 ? {} : { cause: 'release' as const }),
      })),
    })),
    total: LANES,
    blindSpots: [{ from: FROM + DAY_MS / 2, to: FROM + DAY_MS / 2 + 660_000, scope: null }],
    slow: [{ from: FROM + DAY_MS / 3, to: FROM + DAY_MS / 3 + 300_000, late: 150, of: 200 }],
    nextCursor: null,
  };
}

/**
 * The server as it is, but for what the timeline is told. In front of it, for requests that the browser's debugger
 * holds up take it a quarter of a second a page.
 */
async function tellTimeline(origin: string, json: string): Promise<{ origin: string; stop: () => void }> {
  const server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/api/v1/timeline?') === true) {
      answer.writeHead(200, { 'content-type': 'application/json' }).end(json);
      return;
    }
    const { method, headers } = asked;
    const passed = request(new URL(asked.url ?? '/', origin), { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
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
  const told = page.waitForEvent('console', {
    predicate: (message) => message.text().startsWith('usable '),
    timeout: 30_000,
  });
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  await page.goto(`${origin}/timeline?${range}`, { waitUntil: 'commit' });
  return { page, usableMs: Number((await told).text().split(' ')[1]) };
}

/** The worst of several, each with a cache of its own. */
export async function timelineUsable(
  name: string,
  browser: Browser,
  origin: string,
  range: { from: number; to: number },
): Promise<Figure> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { page, usableMs } = await openTimeline(browser, origin, range);
    times.push(usableMs / 1_000);
    await page.context().close();
  }
  return atMost(name, Math.max(...times), 1, 's', `worst of ${times.map(round).join(', ')}`);
}

export async function timelinePage(world: World): Promise<Figure[]> {
  const { origin, stop } = await tellTimeline(world.origin, JSON.stringify(answer()));
  const browser = await startedBrowser();
  try {
    const range = { from: FROM, to: TO };
    const name = `timeline, ${LANES} lanes, ${formatMarks()} marks`;
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
      note(`${name}: interactions of 16 ms or more`, `${interactions.length}`),
    ];
  } finally {
    await browser.close();
    stop();
  }
}

function formatMarks(): string {
  return `${(LANES * TURNS) / 1_000},000`;
}
